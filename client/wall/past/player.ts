import type { PastMoment, PastNext, PastSegment } from '#contracts/past.ts';
import type { Live, LiveView } from '../../shared/live.ts';
import { emptyFold, foldFrame, foldSnapshot, wholeOf } from '../../shared/live-fold.ts';
import type { Change, Fold } from '../../shared/live-fold.ts';
import { foldMovers, moversKnown, noMovers } from '../../shared/mover-fold.ts';
import type { MoverFold } from '../../shared/mover-fold.ts';
import { frameOf, snapshotOf } from '../../shared/past-fold.ts';

/** Seconds of the city in one of the person who looks. */
export const speeds = [1, 10, 60, 600, 3_600] as const;
export type Speed = (typeof speeds)[number];

/** Where pictures of the past come from. */
export type PastReader = {
  /** Null: nothing was kept so early. */
  moment: (at: number) => Promise<PastMoment | null>;
  next: (after: Pick<PastSegment, 'until' | 'lastNo'>) => Promise<PastNext>;
};

/**
 * `reading`: waits for a picture. `end`: as far as is known. `nothing`: of this instant nothing was kept. `failed`: it could
 * not be read, and may be tried again.
 */
export type PastState = 'reading' | 'still' | 'playing' | 'end' | 'nothing' | 'failed';

/** Whether the tape has no picture to show. */
export const isBlank = (state: PastState): boolean => state === 'nothing' || state === 'failed';

/** The recorded feed in place of the live one: scenes and panels do not know the difference. */
export type Player = Pick<Live, 'view' | 'subscribe' | 'onChange'> & {
  /** City time in epoch ms. */
  at: () => number;
  state: () => PastState;
  speed: () => Speed;
  setSpeed: (speed: Speed) => void;
  isOn: () => boolean;
  play: (on: boolean) => void;
  seek: (at: number) => Promise<void>;
  /** `elapsed` milliseconds have passed for the person who looks. */
  step: (elapsed: number) => void;
};

type Tape = {
  fold: Fold;
  movers: MoverFold;
  at: number;
  speed: Speed;
  /** Whether it plays on wherever it is sought to. */
  on: boolean;
  state: PastState;
  segment: PastSegment | null;
  /** Index of the first frame of the segment that has not been shown. */
  place: number;
  /** What follows the segment; asked for while it is shown. */
  next: PastNext | null;
  /** The segment that is being looked beyond; one question at a time. */
  asking: PastSegment | null;
  /** Grows with every seek: an answer to an older one is dropped. */
  turn: number;
  /** Milliseconds of the person who looks since the panels were told. */
  untold: number;
  painters: Set<(change: Change) => void>;
  listeners: Set<() => void>;
  shown: LiveView;
  revision: number;
};

const joining: LiveView = { rows: new Map(), revision: 0, link: 'joining', silentMs: 0, asOf: null };

/** What was news then is none now: nothing moves and nothing rings for it. */
function paint(tape: Tape, change: Change | null): void {
  if (!change) return;
  tape.revision += 1;
  foldMovers(tape.movers, change, tape.at);
  for (const show of tape.painters) show({ ...change, news: false });
}

function tell(tape: Tape): void {
  tape.untold = 0;
  const asOf = new Date(tape.at).toISOString();
  tape.shown = { rows: tape.fold.rows, revision: tape.revision, link: 'live', silentMs: 0, asOf };
  for (const listener of tape.listeners) listener();
}

/** Shows the frames of the segment up to the tape's instant. */
function showUntil(tape: Tape): void {
  const { segment } = tape;
  for (; segment && tape.place < segment.frames.length; tape.place += 1) {
    const frame = segment.frames[tape.place]!;
    if (Date.parse(frame.at) > tape.at) return;
    paint(tape, foldFrame(tape.fold, frameOf(segment.epoch, frame)).change);
  }
}

async function lookAhead(tape: Tape, read: PastReader): Promise<void> {
  const { turn, segment } = tape;
  tape.next = null;
  if (!segment || segment.open || tape.asking === segment) return;
  tape.asking = segment;
  // A line that is away now is asked again by the step that waits for it.
  const next = await read.next(segment).catch(() => null);
  if (tape.asking === segment) tape.asking = null;
  if (turn === tape.turn && segment === tape.segment) tape.next = next;
}

/** A picture of nothing: eight bytes are a block of no readings. */
const forgotten: Change = {
  upserts: [],
  removals: [],
  done: [],
  readings: new ArrayBuffer(8),
  movers: null,
  reset: true,
  news: false,
};

async function seek(tape: Tape, read: PastReader, at: number): Promise<void> {
  tape.turn += 1;
  const { turn } = tape;
  tape.at = at;
  tape.state = 'reading';
  tell(tape);
  const moment = await read.moment(at).catch(() => 'failed' as const);
  if (turn !== tape.turn) return;
  if (moment === 'failed' || moment === null) {
    putOn(tape, null, moment ?? 'nothing');
    return;
  }
  const until = Date.parse(moment.segment.until);
  // Of what is to come nothing is known.
  if (moment.segment.open) tape.at = Math.min(at, Math.max(until, Date.parse(moment.segment.from)));
  if (tape.at <= until || moment.segment.open) putOn(tape, moment, moving(tape));
  else putOn(tape, null, 'nothing');
  void lookAhead(tape, read);
}

/** Puts a picture on, brought to the tape's instant; null: there is none. */
function putOn(tape: Tape, moment: PastMoment | null, state: PastState): void {
  tape.segment = moment?.segment ?? null;
  tape.place = 0;
  tape.fold = emptyFold();
  tape.state = state;
  paint(tape, moment ? foldSnapshot(tape.fold, snapshotOf(moment.picture)).change : forgotten);
  showUntil(tape);
  tell(tape);
}

const moving = ({ on }: Tape): PastState => (on ? 'playing' : 'still');

/** The tape has come to the end of its segment: the next one, or over what was not kept, or the end. */
function turnOver(tape: Tape, read: PastReader): void {
  const { segment, next } = tape;
  if (!segment || segment.open || (next && !next.segment && !next.resumes)) {
    tape.state = 'end';
    tape.on = false;
  } else if (next?.segment) {
    tape.segment = next.segment;
    tape.place = 0;
    void lookAhead(tape, read);
  } else if (next?.resumes) {
    void seek(tape, read, Date.parse(next.resumes));
  } else void lookAhead(tape, read);
}

/** Panels are told of a running tape four times a second, as those of a live feed; the map sees every step. */
const tellEveryMs = 250;

function step(tape: Tape, read: PastReader, elapsed: number): void {
  if (tape.state !== 'playing' || !tape.segment) return;
  const end = Date.parse(tape.segment.until);
  // Never past what has been read: who waits for a segment stands at its beginning.
  const wanted = tape.at + elapsed * tape.speed;
  tape.at = Math.min(wanted, Math.max(end, tape.at));
  showUntil(tape);
  if (wanted >= end) turnOver(tape, read);
  tape.untold += elapsed;
  if (tape.untold >= tellEveryMs || tape.state !== 'playing') tell(tape);
}

function addTo<T>(set: Set<T>, member: T): () => void {
  set.add(member);
  return () => set.delete(member);
}

/** A player that stands still at nothing until it is told where to begin. */
export function makePlayer(read: PastReader): Player {
  const tape: Tape = {
    fold: emptyFold(),
    movers: noMovers(),
    at: 0,
    speed: 60,
    on: false,
    state: 'reading',
    segment: null,
    place: 0,
    next: null,
    asking: null,
    turn: 0,
    untold: 0,
    painters: new Set(),
    listeners: new Set(),
    shown: joining,
    revision: 0,
  };
  return {
    view: () => tape.shown,
    subscribe: (listener) => addTo(tape.listeners, listener),
    onChange: (listener) => {
      listener({ ...wholeOf(tape.fold), movers: moversKnown(tape.movers, tape.at) });
      return addTo(tape.painters, listener);
    },
    at: () => tape.at,
    state: () => tape.state,
    speed: () => tape.speed,
    setSpeed: (speed) => {
      tape.speed = speed;
      tell(tape);
    },
    isOn: () => tape.on,
    play: (on) => {
      tape.on = on;
      if (tape.state === 'still' || tape.state === 'playing') tape.state = moving(tape);
      // What has been published since is read with the same question.
      if (on && (tape.state === 'end' || tape.state === 'failed')) void seek(tape, read, tape.at);
      tell(tape);
    },
    seek: (at) => seek(tape, read, at),
    step: (elapsed) => step(tape, read, elapsed),
  };
}
