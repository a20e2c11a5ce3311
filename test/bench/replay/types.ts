import type { LngLat } from '#domain/geo.ts';
import type { Kind } from './kind.ts';
import type { Place } from './places.ts';

export type Sense = 'sensor' | 'camera' | 'hotline' | 'citizen' | 'collector' | 'grid' | 'police';

/** How those who report are told where: for what stands between two places that are easily taken for one. */
export type Fixed = { words: readonly string[]; exact: boolean; district: string | null };

/** One thing that is wrong, as it is: what everybody who reports it sees a part of. */
export type Problem = {
  id: string;
  kind: Kind;
  base: Place;
  at: LngLat;
  district: string;
  /** Milliseconds. */
  begin: number;
  end: number;
  /** Somebody closes it at its end; what comes later there is another problem. */
  closes: boolean;
  /** When it is closed because another day follows; milliseconds, Infinity: it stays open. */
  gone: number;
  reports: number;
  /** The estate or the company that everybody names in the same words. */
  named: string | null;
  fixed: Fixed | null;
  /** Those who see it; empty: whoever does. */
  by: readonly Sense[];
  /** The hard case that it was made for. */
  hard: string | null;
  /** A source of it was cut off so long; milliseconds. */
  offline: number;
};

export type Piece = { kind: string; piece: string };

/** One report with all that is true of it. */
export type Report = {
  id: string;
  truth: string;
  also: readonly string[];
  kindId: string;
  nature: string;
  source: Sense;
  door: 'sensor' | 'camera' | 'hotline' | 'report';
  items: readonly Record<string, unknown>[];
  /** How the event is known in the database: its key, or the beginning of it for a device. */
  key: string;
  text: string;
  observedAt: number;
  arrivesAt: number;
  at: LngLat | null;
  /** Whether its item carries a pin. */
  pinned: boolean;
  matters: readonly string[];
  district: string | null;
  exact: boolean;
  /** How the place was told. */
  way: string;
  /** Neither words nor pin tell anybody where it is: which problem it is of, no person could say without asking the caller. */
  untold: boolean;
  pieces: readonly Piece[];
  hard: string | null;
};

export type Device = { deviceId: string; name: string; kind: string; metric: string; at: LngLat };
export type Closing = { at: number; problem: string };
export type Day = {
  seed: number;
  start: number;
  problems: Problem[];
  reports: Report[];
  devices: Device[];
  closings: Closing[];
};
