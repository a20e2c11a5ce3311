import { z } from 'zod';

const day = z.iso.date();
const metres = z.number();
/** Six digits, or nine for a county-level unit of its own; null: outside the city. */
const districtCode = z
  .string()
  .regex(/^\d{6}(\d{3})?$/, '区县代码须为 6 位，县级单列单位为 9 位')
  .nullable();

/** Whose word a figure is and since when; a figure without both is not shown. */
const word = { source: z.string().min(2), effectiveOn: day };

/**
 * 桥梁. Its line runs from `ends[0]` to `ends[1]`. Under the bridge stand, at a water level L of the reference
 * station, clearanceM + referenceLevelM - L metres of air.
 */
export const Bridge = z.object({
  kind: z.literal('bridge'),
  river: z.string(),
  carries: z.enum(['road', 'rail', 'road-rail']),
  ends: z.tuple([z.object({ name: z.string(), districtCode }), z.object({ name: z.string(), districtCode })]),
  /** 设计通航净高, above the reference level; metres. */
  clearanceM: metres.positive(),
  /** 参照水位 at the reference station, in that station's datum; metres. */
  referenceLevelM: metres,
  referenceStation: z.string(),
  ...word,
});
export type Bridge = z.infer<typeof Bridge>;

/** 水位站. Sources contradict each other: every value stands with its own word, and none is the truth by itself. */
export const Gauge = z.object({
  kind: z.literal('gauge'),
  river: z.string(),
  /** The device of the readings door that reports this station's level; null: none yet. */
  deviceId: z.string().nullable(),
  values: z.array(
    z.object({
      what: z.enum(['warning', 'guarantee', 'record']),
      valueM: metres,
      /** When a record was reached. */
      at: z.iso.datetime({ offset: true }).nullable(),
      ...word,
    }),
  ),
});
export type Gauge = z.infer<typeof Gauge>;

/** 园区: chemical, or industrial of other kinds. */
export const Park = z.object({
  kind: z.literal('park'),
  sector: z.enum(['chemical', 'industrial']),
  makes: z.string(),
});
export type Park = z.infer<typeof Park>;

/** 蒸汽管 between two nodes, by their codes. */
export const Pipe = z.object({
  kind: z.literal('pipe'),
  role: z.enum(['main', 'branch']),
  from: z.string(),
  to: z.string(),
});
export type Pipe = z.infer<typeof Pipe>;

/** 热源、阀门、用户 of the heat network. */
export const HeatNode = z.object({ kind: z.literal('node'), role: z.enum(['source', 'valve', 'customer']) });
export type HeatNode = z.infer<typeof HeatNode>;

/** The facts of one facility, told apart by `kind`. */
export const FacilityDetail = z.discriminatedUnion('kind', [Bridge, Gauge, Park, Pipe, HeatNode]);
export type FacilityDetail = z.infer<typeof FacilityDetail>;
export type FacilityKind = FacilityDetail['kind'];

/** What every facility has beside the facts of its kind. `source` of bridges is that of their clearance. */
export const FacilityHead = z.object({
  code: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string().min(2),
  districtCode,
  accuracyM: z.number().int().positive(),
  /** 示意, 推演: words that every map and list must show with it. */
  mark: z.string().nullable(),
});
export type FacilityHead = z.infer<typeof FacilityHead>;
