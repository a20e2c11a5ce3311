import { z } from 'zod';
import { districtCode } from './fields.ts';

const instant = z.iso.datetime({ offset: true });

export const warningPhases = ['issue', 'update', 'lift'] as const;
export const phaseNames = { issue: '发布', update: '变更', lift: '解除' } as const;
/** 预警颜色: these words and no colour of severity. */
export const colourNames = {
  white: '白色',
  blue: '蓝色',
  yellow: '黄色',
  orange: '橙色',
  red: '红色',
} as const;

const lngLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const rings = z.array(z.array(lngLat).max(5_000)).min(1).max(50);

/** 预警区域: districts by code, stations or a reach of a river (floods), a polygon in WGS 84, or at least words. */
export const WarningArea = z
  .object({
    districts: z.array(districtCode.unwrap()).max(60).optional(),
    /** Device ids or names of stations. */
    stations: z.array(z.string().trim().min(1).max(100)).max(60).optional(),
    reach: z.string().trim().min(1).max(100).optional(),
    polygon: z
      .discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: rings }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1).max(50) }),
      ])
      .optional(),
    words: z.string().trim().min(1).max(200).optional(),
  })
  .refine(
    ({ districts, stations, reach, polygon, words }) =>
      Boolean(districts?.length || stations?.length || reach || polygon || words),
    '须给出区县、站点、河段、多边形或文字说明之一',
  );

/** One message of an authority, as understood: what the door stores and the fold reads. */
export type WarningMessage = {
  kind: 'warning' | 'response';
  issuer: string;
  number: string;
  revision: number;
  phase: (typeof warningPhases)[number];
  hazard: string;
  colour: keyof typeof colourNames | null;
  level: string | null;
  government: 'province' | 'city' | 'county' | null;
  scaleCode: string;
  title: string | null;
  text: string;
  area: z.infer<typeof WarningArea>;
  issuedAt: string;
  expiresAt: string | null;
};

/** 预警、应急响应 as pages show it: what all messages about it say together. */
export const Warning = z.object({
  id: z.number().int(),
  version: z.number().int(),
  kind: z.enum(['warning', 'response']),
  issuer: z.string(),
  number: z.string(),
  revision: z.number().int(),
  phase: z.enum(warningPhases),
  hazard: z.string(),
  /** Of a warning. The scale of its hazard and issuer says how many colours there are. */
  colour: z.enum(['white', 'blue', 'yellow', 'orange', 'red']).nullable(),
  /** Of a response: I to IV. */
  level: z.string().nullable(),
  government: z.enum(['province', 'city', 'county']).nullable(),
  /** Where, in words: 怀集县; 绥江怀集站. */
  place: z.string(),
  /** 暴雨橙色; 怀集县 I 级. */
  name: z.string(),
  /** 市气象台 03:10 发布. */
  said: z.string(),
  title: z.string().nullable(),
  text: z.string(),
  issuedAt: instant,
  updatedAt: instant,
  expiresAt: instant.nullable(),
  liftedAt: instant.nullable(),
  receivedAt: instant,
  signedAt: instant.nullable(),
  signedName: z.string().nullable(),
});
export type Warning = z.infer<typeof Warning>;

/** GET /api/warnings: what stands now, the gravest first; `outline` is GeoJSON in WGS 84 where the area has one. */
export const WarningList = z.object({
  asOf: instant,
  items: z.array(Warning.extend({ outline: z.unknown().nullable() })),
});
export type WarningList = z.infer<typeof WarningList>;

/** GET /api/warnings/:id: with every message and every version, oldest first. */
export const WarningDetail = z.object({
  warning: Warning,
  messages: z.array(
    z.object({
      revision: z.number(),
      phase: z.enum(warningPhases),
      text: z.string(),
      issuedAt: instant,
      receivedAt: instant,
    }),
  ),
  versions: z.array(
    z.object({
      version: z.number(),
      at: instant,
      phase: z.enum(warningPhases),
      signedName: z.string().nullable(),
    }),
  ),
});

/** 签收: of the version that the person has read. */
export const SignWarningBody = z.object({
  version: z.number().int(),
  note: z.string().trim().max(200).default(''),
});
