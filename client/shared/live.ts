import type { DrivenWall, WallReport } from '#contracts/driven-wall.ts';
import type { Beat, Frame, Hello, Look, Seat, ServerToClient, Snapshot } from '#contracts/live.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { WallProof } from '#contracts/wall-proof.ts';
import { emptyFold, fitsResume, foldBeat, foldFrame, foldSnapshot, standOf, wholeOf } from './live-fold.ts';
import type { Change, Fold, Link, Stand, Step } from './live-fold.ts';
import { hangUp, keepLine, listenTo, openLine } from './live-line.ts';
import type { Line } from './live-line.ts';
import { foldMovers, moversKnown, noMovers } from './mover-fold.ts';
import type { MoverFold } from './mover-fold.ts';
import { cityNow, syncNow } from './now.ts';

/** What panels see of the feed; a new object at most four times a second, and only when something moved. */
export type LiveView = {
  rows: ReadonlyMap<number, FrameRow>;
  /** Grows with every change of rows; a cheap dependency for memos. */
  revision: number;
  link: Link;
  /** Silence of the feed in milliseconds when it is late or lost, else 0. */
  silentMs: number;
  /** City time of the last word heard before this view was made; null before the first. */
  asOf: string | null;
};

export type Prover = (stand: () => Stand | null) => Promise<WallProof | null>;

export type Nudge = Parameters<ServerToClient['nudge']>[0];

/** One connection of one page to the live feed. */
export type Live = {
  view: () => LiveView;
  /** Called at most at 4 Hz, for panels. */
  subscribe: (listener: () => void) => () => void;
  /** Called with every change at once, for the data path of maps; the first call brings all that is known. */
  onChange: (listener: (change: Change) => void) => () => void;
  onNudge: (listener: (what: Nudge) => void) => () => void;
  /** Tells the server what this desk has open. */
  look: (look: Look) => void;
  /** Called with everybody else at the matter that is open; with nobody while the line is down. */
  onSeats: (listener: (seats: readonly Seat[]) => void) => () => void;
  /** Called with what the desk has told this wall, and at once with what is known; null: it is revoked. */
  onWall: (listener: (wall: DrivenWall | null) => void) => () => void;
  /** Tells the desk what stands on this wall; said again on each new line. */
  report: (report: WallReport) => void;
  /** Called when the server asks what stands here; `stand` says as of which frame, null while no picture is whole. */
  onProve: (prover: Prover) => () => void;
  close: () => void;
};

export type LiveOptions = {
  view: Hello['view'];
  /** Origin of the server; the page's own by default. */
  url?: string;
  /** Bearer token for screens without a cookie. */
  token?: string;
  /** How long to wait before dialling again, 0 to 1 of five seconds; random, so that 800 walls do not dial at once. */
  jitter?: () => number;
};

const panelEveryMs = 250;
const askAgainMs = 2_000;
/** One feed while it is open; mutated by what the wire brings. */
type Feed = Line & {
  fold: Fold;
  movers: MoverFold;
  wanted: Hello['view'];
  shown: LiveView;
  revision: number;
  asOf: string | null;
  /** Of the page's own steady clock. */
  askedAt: number;
  painters: Set<(change: Change) => void>;
  nudged: Set<(what: Nudge) => void>;
  looking: Look;
  seated: Set<(seats: readonly Seat[]) => void>;
  wall: DrivenWall | null | undefined;
  driven: Set<(wall: DrivenWall | null) => void>;
  reported: WallReport | null;
  prover: Prover | null;
  listeners: Set<() => void>;
};

function ask(feed: Feed, always = false): void {
  const now = performance.now();
  if (!feed.socket.connected || (!always && now - feed.askedAt < askAgainMs)) return;
  feed.askedAt = now;
  feed.socket.emit('hello', { epoch: feed.fold.epoch, lastNo: feed.fold.no, view: feed.wanted });
}

function take(feed: Feed, step: Step): void {
  if (step.ask) ask(feed);
  if (!step.change) return;
  feed.revision += 1;
  foldMovers(feed.movers, step.change, cityNow());
  for (const paint of feed.painters) paint(step.change);
}

function heard(feed: Feed, at: string): void {
  feed.heardAt = performance.now();
  feed.asOf = at;
}

/** Listens to what the server says. */
function attend(feed: Feed): void {
  const { socket, fold } = feed;
  socket.on('snapshot', (snapshot: Snapshot) => {
    feed.askedAt = -Infinity;
    heard(feed, snapshot.at);
    take(feed, foldSnapshot(fold, snapshot));
  });
  socket.on('resume', (answer) => {
    feed.askedAt = -Infinity;
    feed.heardAt = performance.now();
    if (!fitsResume(fold, answer)) ask(feed, true);
  });
  socket.on('frame', (frame: Frame) => {
    heard(feed, frame.at);
    take(feed, foldFrame(fold, frame));
  });
  socket.on('beat', (beat: Beat) => {
    heard(feed, beat.at);
    syncNow(beat.at);
    take(feed, foldBeat(fold, beat));
  });
  socket.on('nudge', (what) => feed.nudged.forEach((tell) => tell(what)));
  socket.on('seats', ({ incidentId, seats }) => {
    if (incidentId === feed.looking.incidentId) feed.seated.forEach((tell) => tell(seats));
  });
  socket.on('wall', (wall) => {
    feed.wall = wall;
    feed.driven.forEach((tell) => tell(wall));
  });
  socket.on('prove', (answer) => {
    const proving = feed.prover?.(() => standOf(fold)) ?? Promise.resolve(null);
    proving.then(answer, () => answer(null));
  });
}

/** Says again on each new line what the server must know. */
function keepUp(feed: Feed): void {
  keepLine(feed, {
    onUp: () => {
      feed.fold.loading = null;
      ask(feed, true);
      if (feed.looking.incidentId !== null) feed.socket.emit('look', feed.looking);
      if (feed.reported !== null) feed.socket.emit('screen', feed.reported);
    },
    onDown: () => feed.seated.forEach((tell) => tell([])),
  });
}

/** Four times a second: hangs up a dead line, and shows the panels what has changed. */
function look(feed: Feed): void {
  const { shown, revision } = feed;
  const { link, silentMs } = listenTo(feed);
  if (link === shown.link && silentMs === shown.silentMs && revision === shown.revision) return;
  feed.shown = { rows: feed.fold.rows, revision, link, silentMs, asOf: feed.asOf };
  for (const tell of feed.listeners) tell();
}

/** A feed that has heard nothing yet; its line is being dialled. */
function makeFeed({ view, url = '', token, jitter = Math.random }: LiveOptions): Feed {
  const fold = emptyFold();
  return {
    ...openLine(url, token, jitter),
    fold,
    movers: noMovers(),
    wanted: view,
    shown: { rows: fold.rows, revision: 0, link: 'joining', silentMs: 0, asOf: null },
    revision: 0,
    asOf: null,
    askedAt: -Infinity,
    painters: new Set(),
    nudged: new Set(),
    looking: { incidentId: null, writing: false },
    seated: new Set(),
    wall: undefined,
    driven: new Set(),
    reported: null,
    prover: null,
    listeners: new Set(),
  };
}

/** Opens the live feed (CONTRACT §5): hello, resume or snapshot, frames, beats; heals by itself. */
export function openLive(options: LiveOptions): Live {
  const feed = makeFeed(options);
  attend(feed);
  keepUp(feed);
  const timer = setInterval(() => look(feed), panelEveryMs);
  return {
    view: () => feed.shown,
    subscribe: (listener) => addTo(feed.listeners, listener),
    onChange: (listener) => {
      listener({ ...wholeOf(feed.fold), movers: moversKnown(feed.movers, cityNow()) });
      return addTo(feed.painters, listener);
    },
    onNudge: (listener) => addTo(feed.nudged, listener),
    look: (look) => {
      feed.looking = look;
      if (feed.socket.connected) feed.socket.emit('look', look);
    },
    onSeats: (listener) => addTo(feed.seated, listener),
    onWall: (listener) => {
      if (feed.wall !== undefined) listener(feed.wall);
      return addTo(feed.driven, listener);
    },
    report: (report) => {
      feed.reported = report;
      if (feed.socket.connected) feed.socket.emit('screen', report);
    },
    onProve: (prover) => {
      feed.prover = prover;
      return () => (feed.prover = null);
    },
    close: () => {
      clearInterval(timer);
      hangUp(feed);
    },
  };
}

function addTo<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => set.delete(member);
}
