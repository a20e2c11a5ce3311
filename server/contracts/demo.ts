import { z } from 'zod';
import { BulletinKind } from './bulletin.ts';
import { requestKindNames } from './request.ts';

const kinds = Object.keys(requestKindNames) as [string, ...string[]];

/** A time of the demo day, written 05:48 or 05:48:30, as seconds from its 00:00; 28:00 is 04:00 of the next morning. */
export const DayTime = z
  .string()
  .regex(/^\d{2}:[0-5]\d(:[0-5]\d)?$/, '时刻写作 05:48 或 05:48:30，次日接着数到 24 时以后')
  .transform((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * (text.length === 5 ? 60 : 1)); // prettier-ignore

const ref = z.string().min(1).max(100);
const place = { address: z.string().optional(), lng: z.number().optional(), lat: z.number().optional() };
const sent = { at: DayTime, ref };
const said = { ...place, text: z.string().min(2), categoryCode: z.string().optional() };

/** 来件 of a script: what comes through a door, under a name that later steps can speak of. */
const Sent = [
  z.object({
    ...sent,
    do: z.literal('call'),
    ...said,
    title: z.string().optional(),
    kind: z.enum(kinds).default('help'),
    confidential: z.boolean().default(false),
  }),
  z.object({
    ...sent,
    do: z.literal('report'),
    ...said,
    by: z.enum(['collector', 'grid', 'citizen', 'police', 'superior', 'leader', 'media', 'operator']),
    selfHandled: z.boolean().default(false),
  }),
  z.object({
    ...sent,
    do: z.literal('alert'),
    cameraId: z.string(),
    kind: z.string(),
    confidence: z.number().min(0).max(1).default(0.9),
  }),
  z.object({
    ...sent,
    do: z.literal('warning'),
    issuer: z.string(),
    number: z.string(),
    hazard: z.string(),
    scale: z.string().optional(),
    phase: z.enum(['issue', 'update', 'lift']).default('issue'),
    colour: z.enum(['white', 'blue', 'yellow', 'orange', 'red']).optional(),
    text: z.string(),
    area: z.object({
      stations: z.array(z.string()).optional(),
      districts: z.array(z.string()).optional(),
      words: z.string().optional(),
    }),
  }),
] as const;

const moved = { at: DayTime, of: ref };
const words = { ...moved, text: z.string().min(4) };
/** 三方移交: who answered over there. */
const seat = z.string().min(1).optional();
/** Of a co-host's own task; absent, the host's. */
const unit = z.string().optional();

/** 人的动作: what a person of the centre or of a unit does about the incident that the named 来件 belongs to. */
const Moved = [
  z.object({ ...moved, do: z.literal('dispatch'), unit: z.string().optional(), note: z.string().default(''), by: z.enum(['operator', 'shift-leader']).default('operator'), seat }), // prettier-ignore
  z.object({ ...words, do: z.literal('co-host'), unit: z.string(), seat }),
  z.object({ ...words, do: z.literal('track'), unit, back: z.boolean().default(false) }), // prettier-ignore
  z.object({ ...words, do: z.literal('adopt'), from: z.array(ref).min(1) }),
  /** 口头报告: to whom. */
  z.object({ ...words, do: z.literal('oral-report') }),
  /** 首报、续报、终报, drafted by the machine, completed and signed: `text` says what comes next. */
  z.object({ ...words, do: z.literal('bulletin'), kind: BulletinKind, loss: z.string().min(2) }),
  z.object({ ...words, do: z.literal('recall') }),
  z.object({ ...words, do: z.literal('rule'), unit: z.string() }),
  z.object({ ...words, do: z.literal('refuse') }),
  z.object({ ...words, do: z.literal('confirm-danger') }),
  z.object({ ...words, do: z.literal('absorb'), from: z.array(ref).min(1) }),
  z.object({ ...words, do: z.literal('answer-at-once') }),
  z.object({ ...moved, do: z.literal('sign'), unit }),
  z.object({ ...moved, do: z.literal('arrive'), unit }),
  z.object({ ...words, do: z.literal('return') }),
  z.object({ ...words, do: z.literal('feedback'), unit }),
  z.object({ ...moved, do: z.literal('review') }),
  z.object({ ...moved, do: z.literal('inspect') }),
  z.object({ ...words, do: z.literal('close') }),
  z.object({ ...words, do: z.literal('answer') }),
  z.object({ ...moved, do: z.literal('follow-up'), note: z.string().default('') }),
] as const;

export const DemoStep = z.discriminatedUnion('do', [...Sent, ...Moved]);
export type DemoStep = z.infer<typeof DemoStep>;
export type SentStep = z.infer<(typeof Sent)[number]>;
export type MovedStep = z.infer<(typeof Moved)[number]>;

/** 读数曲线: what one sensor says between the first and the last point, straight from point to point. */
const Curve = z.object({
  deviceId: z.string(),
  metric: z.string(),
  points: z.array(z.tuple([DayTime, z.number()])).min(2),
});
export type Curve = z.infer<typeof Curve>;

/** 航迹: where one vessel is, straight from point to point; WGS 84 degrees, knots, degrees from north. */
const Track = z.object({
  id: z.string(),
  class: z.enum(['hazmat', 'cargo', 'tanker']),
  lengthM: z.number(),
  airDraughtM: z.number(),
  points: z.array(z.object({ at: DayTime, lng: z.number(), lat: z.number(), speedKn: z.number(), courseDeg: z.number() })).min(2), // prettier-ignore
});
export type Track = z.infer<typeof Track>;

/**
 * What should have become of it when it is over. `holds`: the 来件 of one incident in the order of their own times, by
 * name; a sensor's alarm is named device/metric. `units`: which hosts its tasks went to, in order; `parent`: a 来件 of the
 * incident that it is a child of.
 */
const ExpectedIncident = z.object({
  holds: z.array(ref).min(1),
  units: z.array(z.string()),
  coHosts: z.array(z.string()).default([]),
  parent: ref.optional(),
  /** 信息报送 that were signed, in order. */
  bulletins: z.array(BulletinKind).default([]),
  status: z.enum(['closed', 'open', 'rejected', 'answered']),
  closed: DayTime.optional(),
  requests: z.number().int().default(0),
  answered: z.number().int().default(0),
  returns: z.number().int().default(0),
});
export type ExpectedIncident = z.infer<typeof ExpectedIncident>;

/** 一件事: one file of geodata/<city>/demo/; its id is the file's name. */
export const DemoMatter = z.object({
  title: z.string(),
  place: z.string(),
  curves: z.array(Curve).default([]),
  tracks: z.array(Track).default([]),
  steps: z.array(DemoStep).min(1),
  expect: z.array(ExpectedIncident).default([]),
  /** What practice asks for and the product cannot do yet. */
  later: z.array(z.string()).default([]),
});
export type DemoMatter = z.infer<typeof DemoMatter> & { id: string };

/** 日常: what happens all day without a script, drawn by chance. `hours`: from and to; `at`: kinds of named places. */
export const DemoLife = z.object({
  calls: z.array(
    z.object({
      text: z.string(),
      title: z.string().optional(),
      perDay: z.number().min(0),
      hours: z.array(z.tuple([z.number(), z.number()])).min(1),
      kind: z.enum(kinds),
      at: z.array(z.string()).default([]),
      handling: z.enum(['unit', 'answer', 'none']),
      reply: z.string().optional(),
      done: z.string().optional(),
    }),
  ),
  alarms: z.array(
    z.object({
      kind: z.string(),
      perDay: z.number().min(0),
      hours: z.array(z.tuple([z.number(), z.number()])).min(1),
      cameras: z.array(z.string()).min(1),
      /** Share of alarms in which there was nothing. */
      falseShare: z.number().min(0).max(1),
      done: z.string(),
    }),
  ),
  reports: z.array(
    z.object({
      text: z.string(),
      perDay: z.number().min(0),
      hours: z.array(z.tuple([z.number(), z.number()])).min(1),
      by: z.enum(['collector', 'grid', 'citizen']),
      at: z.array(z.string()).min(1),
      selfHandled: z.boolean().default(false),
      done: z.string(),
    }),
  ),
  /** 导览: one matter from call to close in about two minutes, over and over. */
  guide: z.array(z.object({ text: z.string(), address: z.string(), lng: z.number(), lat: z.number(), done: z.string() })).min(1), // prettier-ignore
});
export type DemoLife = z.infer<typeof DemoLife>;
