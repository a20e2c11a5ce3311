import { z } from 'zod';
import { WallCheck } from './wall-proof.ts';

const instant = z.iso.datetime({ offset: true });

/** A scene by its id: the name of its file. Which there are, each wall says of itself. */
const SceneId = z.string().regex(/^[a-z][a-z-]{0,31}$/);

/** Where a wall looks. `zoom` is that of a map 1080 pixels high: a higher wall shows the same ground. */
export const WallCamera = z.object({
  lng: z.number().min(-180).max(180),
  lat: z.number().min(-90).max(90),
  zoom: z.number().min(0).max(20),
  pitch: z.number().min(0).max(60),
  bearing: z.number().min(-180).max(180),
});
export type WallCamera = z.infer<typeof WallCamera>;

/** What may be taken off the map: the grain of sensors with what moves, the symbols of matters, the lens. */
export const WallLayers = z.object({ sensors: z.boolean(), matters: z.boolean(), lens: z.boolean() });
export type WallLayers = z.infer<typeof WallLayers>;

/** 轮播: every scene of the list for so long. Which one stands now follows from the city's time: all walls agree. */
export const WallTour = z.object({
  list: z.array(SceneId).min(2).max(20),
  dwellS: z.number().int().min(5).max(3600),
  startedAt: instant,
});
export type WallTour = z.infer<typeof WallTour>;

/** Seconds of the city in one of the person who looks; 0 stands still. */
export const pastSpeeds = [0, 1, 10, 60, 600, 3_600] as const;

/** 回看: the wall shows the past of `at`, and runs on from there since `startedAt`. Where it is now follows from the city's time alone: all walls agree. */
export const WallPast = z.object({ at: instant, speed: z.literal(pastSpeeds), startedAt: instant });
export type WallPast = z.infer<typeof WallPast>;

/** 大屏画面: what one wall has to show; with a version, always whole. */
export const WallState = z.object({
  /** Null: the wall's own choice, as before anybody drove it. */
  scene: SceneId.nullable(),
  camera: WallCamera.nullable(),
  layers: WallLayers,
  tour: WallTour.nullable(),
  /** Null: the wall shows now. */
  past: WallPast.nullable(),
  /** 上墙: one matter, in the middle of the map and in words. */
  spotlight: z.number().int().positive().nullable(),
  message: z.object({ text: z.string().max(60), until: instant }).nullable(),
  testCard: z.boolean(),
});
export type WallState = z.infer<typeof WallState>;

export const automatic: WallState = {
  scene: null,
  camera: null,
  layers: { sensors: true, matters: true, lens: true },
  tour: null,
  past: null,
  spotlight: null,
  message: null,
  testCard: false,
};

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻须写作 22:00');

/**
 * How the wall is built, and when it keeps quiet. `tiles`: how many screens it is made of across and down; null for tiles
 * of 1920 × 1080. `quiet`: hours of the city in which an alarm stands on it without a sound; null: it rings at any hour.
 */
export const WallSettings = z.object({
  mmPerPx: z.number().min(0.05).max(10).nullable(),
  tiles: z
    .object({ across: z.number().int().min(1).max(16), down: z.number().int().min(1).max(16) })
    .nullable(),
  quiet: z
    .object({ from: clock, to: clock })
    .refine(({ from, to }) => from !== to, '静音起止时刻不能相同')
    .nullable()
    .default(null),
});
export type WallSettings = z.infer<typeof WallSettings>;

/** What a wall says of itself over its line. `drawn` smaller than `asked`: the browser has drawn the map with fewer pixels. */
export const WallReport = z.object({
  width: z.number().int().min(1).max(32_768),
  height: z.number().int().min(1).max(32_768),
  ratio: z.number().min(0.1).max(8),
  canvas: z
    .object({
      asked: z.tuple([z.number().int(), z.number().int()]),
      drawn: z.tuple([z.number().int(), z.number().int()]),
    })
    .nullable(),
  scenes: z
    .array(z.object({ id: SceneId, title: z.string().max(12) }))
    .max(40)
    .readonly(),
  scene: SceneId,
  /** The version of the state that stands on the screen. */
  version: z.number().int(),
  /** Something urgent stands before what was asked for. */
  interrupted: z.boolean(),
});
export type WallReport = z.infer<typeof WallReport>;

/** As a wall is told of itself. */
export const DrivenWall = z.object({
  id: z.number().int(),
  name: z.string(),
  group: z.string().nullable(),
  settings: WallSettings,
  state: WallState,
  version: z.number().int(),
});
export type DrivenWall = z.infer<typeof DrivenWall>;

/** As the console sees it. */
export const Wall = DrivenWall.extend({
  account: z.string(),
  online: z.boolean(),
  /** Seconds since its line was last heard; null when it never was. */
  silentS: z.number().int().nullable(),
  report: WallReport.nullable(),
  /** Null: it has never proved what it shows. */
  check: WallCheck.nullable(),
  /** The last change, in words, and who made it. */
  words: z.string(),
  changedName: z.string(),
  changedAt: instant,
  /** The matter in the spotlight, as it is called. */
  spotlightTitle: z.string().nullable(),
});
export type Wall = z.infer<typeof Wall>;
export const WallList = z.object({ items: z.array(Wall) });

/** One thing that the console asks of walls. */
export const WallOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('scene'), scene: SceneId }),
  z.object({ kind: z.literal('camera'), camera: WallCamera }),
  z.object({ kind: z.literal('layers'), layers: WallLayers }),
  z.object({ kind: z.literal('tour'), list: WallTour.shape.list, dwellS: WallTour.shape.dwellS }),
  z.object({ kind: z.literal('past'), at: WallPast.shape.at, speed: WallPast.shape.speed }),
  z.object({ kind: z.literal('present') }),
  z.object({ kind: z.literal('spotlight'), incidentId: z.number().int().positive() }),
  z.object({ kind: z.literal('no-spotlight') }),
  z.object({
    kind: z.literal('message'),
    text: z.string().trim().min(1).max(60),
    minutes: z
      .number()
      .int()
      .min(1)
      .max(24 * 60),
  }),
  z.object({ kind: z.literal('no-message') }),
  z.object({ kind: z.literal('test-card'), on: z.boolean() }),
  z.object({ kind: z.literal('automatic') }),
  /** Back to what stood before the last change. */
  z.object({ kind: z.literal('back') }),
]);
export type WallOrder = z.infer<typeof WallOrder>;

export const WallTarget = z.object({ id: z.number().int().positive(), version: z.number().int() });
export const DriveBody = z.object({
  walls: z.array(WallTarget).min(1).max(60),
  order: WallOrder,
});
export type DriveBody = z.infer<typeof DriveBody>;

const name = z.string().trim().min(1).max(20);
const group = z
  .string()
  .trim()
  .max(20)
  .nullable()
  .default(null)
  .transform((words) => words || null);

/** No letters that are taken for digits, and none that sound alike. */
export const codeLetters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
export const codeLength = 6;

export const EnrolBody = z.object({
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(new RegExp(`^[${codeLetters}]{${codeLength}}$`), '登记码是 6 位字母和数字，见大屏'),
  name,
  group,
});
export type EnrolBody = z.infer<typeof EnrolBody>;

export const WallEdit = z.object({ version: z.number().int(), name, group, settings: WallSettings });
export type WallEdit = z.infer<typeof WallEdit>;

/** What a screen without a session is given: the code that it shows, and its own secret. */
export const WallCode = z.object({ code: z.string(), device: z.string(), expiresAt: instant });
export type WallCode = z.infer<typeof WallCode>;
export const ClaimBody = z.object({ device: z.string().min(20).max(100) });
export const Claimed = z.object({ enrolled: z.boolean() });
