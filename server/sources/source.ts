import type { z } from 'zod';
import type { Reference } from '#contracts/reference.ts';

/** Bounds of the city as west, south, east, north in WGS 84 degrees; null for foreign data. */
export type Bounds = readonly [number, number, number, number] | null;

/** What a source may know when it reads an item: the time of the request, the city, the reference data. */
export type Reading = { now: Date; bounds: Bounds; reference: Reference };

/** 来件, read and normalised, not stored yet. Coordinates are WGS 84 degrees. */
export type Draft = {
  source: string;
  key: string;
  observedAt: Date;
  history: boolean;
  categoryCode: string | null;
  /** The caller's own heading, when there is one; masked before it is stored. */
  title: string | null;
  body: string;
  address: string | null;
  lng: number | null;
  lat: number | null;
  accuracyM: number | null;
  assetId: string | null;
  confidence: number | null;
  phase: 'start' | 'end' | null;
  severity: number | null;
  flags: string[];
  /** Facts without personal data that merging and pages need. */
  detail: Record<string, unknown>;
  /** What may hold personal data: sealed before it is stored. */
  personal: Record<string, unknown> | null;
  photos: Buffer[];
  /** Where a picture may be fetched later; never part of the event itself. */
  snapshotUrl?: string | undefined;
  /** A camera of a private zone: its picture was dropped, and the dropping is audited. */
  pictureDropped?: boolean | undefined;
  /** What the alert says of its camera's clock, when it says something: hours late, 0 when it runs right again. */
  clock?: { platformId: string; lateHours: number } | undefined;
};

/** Why an item is not taken, with the stable code and the Chinese words. */
export type Refused = { code: string; message: string; key: string | null; deviceId: string | null };
/** `facts`: the item as understood, defaults filled in and the time as milliseconds: what makes two items the same. */
export type Parsed =
  { ok: true; draft: Draft; facts: Record<string, unknown> } | { ok: false; refused: Refused };

/** 数据源: one upstream system, or one kind of person who reports, and how to read it. The id is the file name. */
export type Source = {
  id: string;
  title: string;
  /** The name of the list in a JSON body, for example `tickets`. */
  list: string;
  item: z.ZodType;
  /** Minutes of silence after which the wall says 延迟. */
  quietMinutes: number;
  read: (raw: unknown, reading: Reading) => Parsed;
};

/** A source of numbers or positions instead of events: its items go to series, not to incidents. */
export type StreamSource = Omit<Source, 'read'>;
