/**
 * What the outside world writes down, one JSON line each, in the order in which it happened. These files and the
 * database are all that the checker reads.
 */
export type Door = 'sensor' | 'camera' | 'hotline';

export type SentItem = {
  /** The door's key, its parts joined by `/`. */
  key: string;
  /** The real problem that it reports. */
  group: number;
  /** The key of the event that must come of it; null for a reading that sets nothing off. */
  event: string | null;
};
export type ClientLine =
  | { what: 'group'; group: number; matter: 'flooding' | 'garbage'; lng: number; lat: number }
  | { what: 'sent'; request: number; door: Door; items: SentItem[] }
  | { what: 'acked'; request: number; accepted: number; duplicates: number }
  /** Nobody knows whether it was taken: the line broke before the answer. */
  | { what: 'unknown'; request: number }
  /** 503, 429: nothing was taken. */
  | { what: 'refused'; request: number; status: number }
  /** An answer that no door may give to these items. */
  | { what: 'wrong'; request: number; status: number; said: string }
  /** Acknowledged before, sent again on purpose; the answer follows as `acked`. */
  | { what: 'again'; request: number };

export type DepartmentLine = {
  key: string;
  fence: number;
  /** SHA-256 of the body, hex. */
  hash: string;
  unit: string;
  signed: boolean;
  /** What was answered; 200: the effect happened, or had happened before. */
  status: number;
};

type Row = [id: number, version: number, done: 0 | 1];
export type WallLine =
  | { what: 'joined' }
  | { what: 'resume'; epoch: string; fromNo: number }
  | { what: 'page'; epoch: string; no: number; page: number; pages: number; rows: Row[] }
  | { what: 'frame'; epoch: string; no: number; rows: Row[]; removals: number[] }
  /** Another wall that joined the same server when all was quiet. */
  | { what: 'fresh'; epoch: string; no: number; rows: Row[] };

export type PeopleLine =
  | { what: 'sign'; action: string; task: number }
  | { what: 'signed'; action: string; status: number }
  | { what: 'edit'; mark: string }
  | { what: 'edited'; mark: string; status: number };

/** The file of the wall at server number `n`. */
export const wallFile = (n: number): string => `wall-${n}.ndjson`;

/** Where the other files stand in a folder. */
export const files = {
  client: 'client.ndjson',
  department: 'department.ndjson',
  people: 'people.ndjson',
} as const;

/** How the outside world is set up; the only argument of its process. */
export type Setup = {
  folder: string;
  /** Origins of the servers; a request that fails goes to the next one, and at each there is a wall. */
  urls: string[];
  ingestToken: string;
  apiToken: string;
  departmentPort: number;
  /** Secrets of the units that have a system of their own, by unit code. */
  secrets: Record<string, string>;
  clerkCookie: string;
  adminCookie: string;
  groupsPerSecond: number;
  mostGroups: number;
};
export type Order =
  { do: 'load' } | { do: 'hold'; ms: number } | { do: 'stop' } | { do: 'look' } | { do: 'end' };
export type Report = { done: Order['do'] | 'begin'; unacked: number };
