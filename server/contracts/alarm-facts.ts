import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** What may need help or must be closed when something happens by it, in the order in which an officer asks. */
export const exposedNames = {
  school: '学校',
  hospital: '医院',
  'nursing-home': '养老院',
  underpass: '地下通道',
  park: '园区',
  bridge: '桥梁',
} as const;
export type ExposedKind = keyof typeof exposedNames;

/** What stands within the reach of an alarm, one entry a kind. */
export const Exposed = z.object({
  kind: z.enum(Object.keys(exposedNames) as [ExposedKind, ...ExposedKind[]]),
  count: z.number().int().positive(),
  nearest: z.string(),
  /** From the alarm to the nearest; metres. */
  metres: z.number().int(),
  /** Where one of them stands is drawn or only roughly known. */
  rough: z.boolean(),
});
export type Exposed = z.infer<typeof Exposed>;

/** 外推，非预报: when what a device that reported the matter measures is at its next line if the trend of its last minutes goes on. */
export const Crossing = z.object({
  at: instant,
  metric: z.string(),
  lineName: z.string(),
  line: z.number(),
  unit: z.string(),
  windowMinutes: z.number().int(),
});
export type Crossing = z.infer<typeof Crossing>;

/** 应急响应 in force over the place, as its authority has declared it, and the level above it with who starts that. */
export const InForce = z.object({
  hazard: z.string(),
  name: z.string(),
  next: z.object({ roman: z.string(), startedBy: z.string() }).nullable(),
});
export type InForce = z.infer<typeof InForce>;

/** What stands beside one alarm that a wall may write. */
export const AlarmFacts = z.object({
  incidentId: z.number().int(),
  /** Metres; null: the place is known too vaguely to say what lies near. */
  reachM: z.number().int().nullable(),
  exposed: z.array(Exposed),
  /** Other open matters within the reach that a wall may show: neither its parent nor its children. */
  mattersNear: z.number().int(),
  children: z.object({ open: z.number().int(), all: z.number().int() }),
  crossing: Crossing.nullable(),
  /** The gravest first. Empty: nobody has declared any for this place. */
  responses: z.array(InForce),
});
export type AlarmFacts = z.infer<typeof AlarmFacts>;
