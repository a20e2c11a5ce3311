import { z } from 'zod';
import { AlarmFacts } from './alarm-facts.ts';
import { CameraSight } from './camera-sight.ts';

const instant = z.iso.datetime({ offset: true });

/** GET /api/map/sensors: what the dense arrays need, in order of series number. */
export const SensorSeries = z.object({
  no: z.number().int(),
  deviceId: z.string(),
  name: z.string(),
  kind: z.string(),
  metric: z.string(),
  unit: z.string(),
  lng: z.number(),
  lat: z.number(),
  value: z.number().nullable(),
  observedAt: instant.nullable(),
  over: z.boolean(),
});
export type SensorSeries = z.infer<typeof SensorSeries>;

/** GET /api/map/cameras: one registered camera. */
export const CameraPoint = z.object({
  cameraId: z.string(),
  name: z.string(),
  kind: z.string(),
  lng: z.number(),
  lat: z.number(),
  /** Null: not told, or a private zone, of which no screen shows where it is looked into. */
  sight: CameraSight.nullable(),
});
export type CameraPoint = z.infer<typeof CameraPoint>;

/** A rate never comes without its fraction. `value` null: nothing was due. */
export const Rate = z.object({
  numerator: z.number().int(),
  denominator: z.number().int(),
  value: z.number().nullable(),
});
export type Rate = z.infer<typeof Rate>;

/** 水情 of a station against its own lines; the extrapolation is none of the hydrological service's forecasts. */
export const Gauge = z.object({
  deviceId: z.string(),
  name: z.string(),
  value: z.number(),
  observedAt: instant,
  warning: z.number(),
  guarantee: z.number().nullable(),
  recordHigh: z.number().nullable(),
  risePerHour: z.number().nullable(),
  minutesToWarning: z.number().nullable(),
  words: z.string(),
});
export type Gauge = z.infer<typeof Gauge>;

/** 雨情 of a station: millimetres, as of its newest reading. */
export const RainGauge = z.object({
  deviceId: z.string(),
  name: z.string(),
  mmPerHour: z.number(),
  mm1h: z.number(),
  mm3h: z.number(),
  observedAt: instant,
});
export type RainGauge = z.infer<typeof RainGauge>;

/** 叫应 of one responsible post about a matter in danger: by unit and post, never by a person's name on a wall. */
export const DangerCall = z.object({
  incidentId: z.number().int(),
  unitName: z.string(),
  post: z.string(),
  answered: z.boolean(),
  askedAt: instant,
});
export type DangerCall = z.infer<typeof DangerCall>;

/** GET /api/wall/figures: the numbers of wall and desk head, each as of `asOf`. */
export const Figures = z.object({
  asOf: instant,
  eventsToday: z.number().int(),
  /** Null: the records of the city are younger. */
  eventsYesterdaySameTime: z.number().int().nullable(),
  openIncidents: z.number().int(),
  overdueIncidents: z.number().int(),
  dangerIncidents: z.number().int(),
  waitingForPerson: z.number().int(),
  /** Who was called about matters in danger, as of now. */
  called: z.array(DangerCall),
  /** What stands beside those that a wall may write: who lies near, what comes next, what has been declared. */
  alarmFacts: z.array(AlarmFacts),
  /** 本月按期结案率: closed on time / due. */
  closedOnTime: Rate,
  /** 未诉先办率: confirmed matters that were open before the first caller / all confirmed matters of this month. */
  beforeTheCall: Rate,
  latest: z.array(
    z.object({ at: instant, source: z.string(), title: z.string(), incidentId: z.number().int() }),
  ),
  /** 监测告警（系统研判，未发布）: the newest that stand, and how many there are. */
  alerts: z.array(
    z.object({
      id: z.number().int(),
      at: instant,
      name: z.string(),
      metric: z.string(),
      value: z.number(),
      unit: z.string(),
      level: z.number().int(),
      state: z.enum(['raised', 'acknowledged', 'cleared']),
      words: z.string(),
    }),
  ),
  alertsOpen: z.number().int(),
  /** Stations with lines of their own, the highest above its warning level first. */
  gauges: z.array(Gauge),
  /** Where it rains or rained within three hours, the hardest first. */
  rain: z.array(RainGauge),
  /** All kinds that there are; one without `lastAt` never spoke: not connected, which is not the same as late. */
  sources: z.array(
    z.object({
      source: z.string(),
      name: z.string(),
      lastAt: instant.nullable(),
      late: z.boolean(),
      lateWords: z.string(),
    }),
  ),
  sensors: z.object({ live: z.number().int(), all: z.number().int() }),
  cameras: z.object({ live: z.number().int(), all: z.number().int() }),
  /** 系统提示: what an administrator must see to, in one sentence each; empty when all is well. */
  notices: z.array(z.string()),
});
export type Figures = z.infer<typeof Figures>;

/**
 * GET /api/map/base: what the page itself must know of the map: names and where they stand, outlines for the lens
 * (GeoJSON, WGS 84). The map is drawn from `tiles`, the address of a PMTiles archive that changes with its content.
 */
export const BaseMap = z.object({
  credit: z.string(),
  reviewNo: z.string().nullable(),
  centre: z.tuple([z.number(), z.number()]),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  tiles: z.string().nullable(),
  districts: z.unknown(),
  towns: z.unknown(),
  rivers: z.unknown(),
  /** Bridges, gauges, parks, pipes and nodes, told apart by `kind`. */
  facilities: z.unknown(),
});
export type BaseMap = z.infer<typeof BaseMap>;
