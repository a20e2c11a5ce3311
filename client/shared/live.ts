import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Beat, ClientToServer, Frame, Hello, ServerToClient, Snapshot } from '#contracts/live.ts';
import type { FrameRow } from '#contracts/live.ts';
import {
  emptyFold,
  fitsResume,
  foldBeat,
  foldFrame,
  foldSnapshot,
  linkOf,
  lostAfterMs,
} from './live-fold.ts';
import type { Change, Link, Step } from './live-fold.ts';
import { syncNow } from './now.ts';

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

export type Nudge = Parameters<ServerToClient['nudge']>[0];

/** One connection of one page to the live feed. */
export type Live = {
  view: () => LiveView;
  /** Called at most at 4 Hz, for panels. */
  subscribe: (listener: () => void) => () => void;
  /** Called with every change at once, for the data path of maps; the first call brings all rows known. */
  onChange: (listener: (change: Change) => void) => () => void;
  onNudge: (listener: (what: Nudge) => void) => () => void;
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

type Wire = Socket<ServerToClient, ClientToServer>;

/** Opens the live feed (CONTRACT §5): hello, resume or snapshot, frames, beats; heals by itself. */
export function openLive({ view, url = '', token, jitter = Math.random }: LiveOptions): Live {
  const fold = emptyFold();
  const painters = new Set<(change: Change) => void>();
  const nudged = new Set<(what: Nudge) => void>();
  const listeners = new Set<() => void>();
  let shown: LiveView = { rows: fold.rows, revision: 0, link: 'joining', silentMs: 0, asOf: null };
  let revision = 0;
  let asOf: string | null = null;
  let heardAt: number | null = null;
  let connectedAt = 0;
  let askedAt = -Infinity;
  let refused = false;
  let redial: ReturnType<typeof setTimeout> | null = null;

  const socket: Wire = io(`${url}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    ...(token === undefined ? {} : { auth: { token } }),
  });

  const ask = (always = false): void => {
    const now = performance.now();
    if (!socket.connected || (!always && now - askedAt < askAgainMs)) return;
    askedAt = now;
    socket.emit('hello', { epoch: fold.epoch, lastNo: fold.no, view });
  };
  const take = (step: Step): void => {
    if (step.ask) ask();
    if (!step.change) return;
    revision += 1;
    for (const paint of painters) paint(step.change);
  };
  const heard = (at: string): void => {
    heardAt = performance.now();
    asOf = at;
  };

  socket.on('connect', () => {
    fold.loading = null;
    refused = false;
    connectedAt = performance.now();
    ask(true);
  });
  // A refusal by the server's door is not retried by the library; anything else is.
  socket.on('connect_error', () => {
    if (socket.active) return;
    refused = true;
    dialLater();
  });
  socket.on('disconnect', (why) => {
    if (why === 'io server disconnect') dialLater();
  });
  socket.on('snapshot', (snapshot: Snapshot) => {
    askedAt = -Infinity;
    heard(snapshot.at);
    take(foldSnapshot(fold, snapshot));
  });
  socket.on('resume', (answer) => {
    askedAt = -Infinity;
    heardAt = performance.now();
    if (!fitsResume(fold, answer)) ask(true);
  });
  socket.on('frame', (frame: Frame) => {
    heard(frame.at);
    take(foldFrame(fold, frame));
  });
  socket.on('beat', (beat: Beat) => {
    heard(beat.at);
    syncNow(beat.at);
    take(foldBeat(fold, beat));
  });
  socket.on('nudge', (what) => nudged.forEach((tell) => tell(what)));

  function dialLater(): void {
    if (redial !== null) return;
    redial = setTimeout(
      () => {
        redial = null;
        socket.connect();
      },
      200 + jitter() * 5_000,
    );
  }

  const timer = setInterval(() => {
    const now = performance.now();
    const silent = heardAt === null ? null : now - heardAt;
    // A line that is open but silent is dead: hang up and dial again.
    if (socket.connected && now - Math.max(heardAt ?? 0, connectedAt) >= lostAfterMs && redial === null) {
      socket.disconnect();
      dialLater();
    }
    const link = refused ? 'refused' : linkOf(silent);
    const silentMs = link === 'late' || link === 'lost' ? Math.floor((silent ?? 0) / 1000) * 1000 : 0;
    if (link === shown.link && silentMs === shown.silentMs && revision === shown.revision) return;
    shown = { rows: fold.rows, revision, link, silentMs, asOf };
    for (const tell of listeners) tell();
  }, panelEveryMs);

  return {
    view: () => shown,
    subscribe: (listener) => addTo(listeners, listener),
    onChange: (listener) => {
      listener({
        upserts: [...fold.rows.values()],
        removals: [],
        done: [],
        readings: null,
        reset: true,
        news: false,
      });
      return addTo(painters, listener);
    },
    onNudge: (listener) => addTo(nudged, listener),
    close: () => {
      clearInterval(timer);
      if (redial !== null) clearTimeout(redial);
      socket.disconnect();
    },
  };
}

function addTo<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => set.delete(member);
}
