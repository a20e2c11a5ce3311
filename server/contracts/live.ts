import { z } from 'zod';
import type { DrivenWall, WallReport } from './driven-wall.ts';
import { Incident } from './incident.ts';
import type { WallProof } from './wall-proof.ts';

/** The live feed (CONTRACT §5): Socket.IO namespace /live, WebSocket only. */
export const Hello = z.object({
  epoch: z.string().nullable(),
  lastNo: z.number().int(),
  view: z.enum(['wall', 'desk', 'stats', 'field']),
});
export type Hello = z.infer<typeof Hello>;

/**
 * One row of a frame: an incident, whole, with its version; take it when the version is higher than the one held.
 * The picture holds open incidents: a row whose status is done (`doneStatuses`) comes once more, whole, and a fold
 * then drops it. A removed incident left the caller's view.
 */
export const FrameRow = Incident.extend({ entity: z.literal('incident') });
export type FrameRow = z.infer<typeof FrameRow>;

/**
 * `readings` is one ArrayBuffer, little endian: u32 count k, u32 zero, k × u32 series number,
 * k × f32 value, k × u8 state (0 normal, 1 over its threshold), so k values of each in a row.
 * `movers` is another, to walls only: who has spoken. u32 count k, u32 zero, k × u32 number, k × i32 longitude and
 * k × i32 latitude in 1e-7 degrees, k × u32 second of the position since 1970, k × u16 course in tenths of a degree
 * (65,535: not told), k × u8 speed in km/h (254: or more, 255: not told), k × u8 class (its place in `moverClasses`).
 * Nobody says that an object has left: it goes after `silentMinutes` (movers.ts).
 */
export type Frame = {
  epoch: string;
  no: number;
  at: string;
  upserts: FrameRow[];
  removals: number[];
  readings?: ArrayBuffer;
  movers?: ArrayBuffer;
};

/**
 * The whole picture: read in one snapshot, then frames follow from no + 1. A large one comes in several pages with the
 * same epoch and no: page 0 clears what is held, the picture is whole after page `pages` - 1. Readings come with page
 * 0, and so do all movers that are not gone.
 */
export type Snapshot = {
  epoch: string;
  no: number;
  at: string;
  page: number;
  pages: number;
  rows: FrameRow[];
  readings: ArrayBuffer;
  movers: ArrayBuffer;
};

export type Beat = { epoch: string; no: number; at: string };

/** What a desk has open: a matter, or none; `writing` while a step on it is being written. */
export const Look = z.object({ incidentId: z.number().int().positive().nullable(), writing: z.boolean() });
export type Look = z.infer<typeof Look>;

/** 同席: somebody else who has the same matter open. */
export const Seat = z.object({ username: z.string(), name: z.string(), writing: z.boolean() });
export type Seat = z.infer<typeof Seat>;
export type LookedAt = { incidentId: number; seats: Seat[] };

/** Something of this list moved (of the inbox: this unit's): fetch it again. */
export type Nudge = 'inbox' | 'waiting' | 'requests' | 'warnings' | 'alerts' | 'bursts' | 'walls';

export type ServerToClient = {
  resume: (answer: { epoch: string; fromNo: number }) => void;
  snapshot: (snapshot: Snapshot) => void;
  frame: (frame: Frame) => void;
  beat: (beat: Beat) => void;
  nudge: (what: Nudge) => void;
  /** Everybody else at the matter that this desk has open; said again when it changes. */
  seats: (at: LookedAt) => void;
  /** To an enrolled wall: what it has to show, whole, after each hello and each change; null when it is revoked. */
  wall: (wall: DrivenWall | null) => void;
  /** To a wall: what does it hold and draw now? Null: nothing that could be compared, it looks back or is not whole yet. */
  prove: (answer: (proof: WallProof | null) => void) => void;
};
export type ClientToServer = {
  hello: (hello: Hello) => void;
  look: (look: Look) => void;
  /** An enrolled wall says what stands on it. */
  screen: (report: WallReport) => void;
};
