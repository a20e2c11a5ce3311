import { z } from 'zod';
import { IncidentStatus } from './incident.ts';

const instant = z.iso.datetime({ offset: true });

/** `over`: past its line, somebody must act. `late`: has fallen silent, or was never connected; grey. */
export const LineState = z.enum(['calm', 'over', 'late']);
export type LineState = z.infer<typeof LineState>;

/** One line of a scene's panel; `at` is the time of its value. */
export const SceneLine = z.object({
  key: z.string(),
  name: z.string(),
  value: z.string(),
  /** As the reference data has it; pages write its sign. */
  unit: z.string(),
  note: z.string(),
  /** Who has the open incident of it; null: there is none. */
  holder: z.object({ departmentName: z.string().nullable(), status: IncidentStatus }).nullable(),
  at: instant.nullable(),
  state: LineState,
});
export type SceneLine = z.infer<typeof SceneLine>;

/** A place of a scene that is no incident: a bridge, a park, a vessel that somebody must see. WGS 84. */
export const ScenePlace = z.object({
  key: z.string(),
  kind: z.enum(['site', 'vessel']),
  name: z.string(),
  note: z.string(),
  lng: z.number(),
  lat: z.number(),
  /** Of what moves: where to, and how fast. */
  courseDeg: z.number().nullable(),
  speedKmh: z.number().nullable(),
  state: LineState,
});
export type ScenePlace = z.infer<typeof ScenePlace>;

/** A large figure never comes without what it is a part of, or counted against. */
export const SceneNumber = z.object({
  label: z.string(),
  value: z.string(),
  unit: z.string(),
  of: z.string(),
  state: LineState,
});
export type SceneNumber = z.infer<typeof SceneNumber>;

/**
 * 密度: where the matters of `days` days lie, in hexagons. Sensitive ones are not among `placed`; a hexagon of fewer than
 * `least` is not told.
 */
export const SceneDensity = z.object({
  days: z.number().int(),
  /** All of them, and those whose place may stand on a wall and is known well enough. */
  all: z.number().int(),
  placed: z.number().int(),
  least: z.number().int(),
  most: z.number().int(),
  /** `step` 0 (few) to 3 (most); six corners, longitude and latitude in turn, WGS 84. */
  cells: z.array(z.object({ step: z.number().int().min(0).max(3), corners: z.array(z.number()).length(12) })),
});
export type SceneDensity = z.infer<typeof SceneDensity>;

export const SceneList = z.object({
  title: z.string(),
  /** What an empty list says. */
  none: z.string(),
  lines: z.array(SceneLine),
  /** What its lines are counted in (户, 处): a wall says how many it has no room for. */
  measure: z.string().default('项'),
  /** How many there are besides `lines`. */
  more: z.number().int().default(0),
});
export type SceneList = z.infer<typeof SceneList>;

/** GET /api/wall/scenes/<id>: what one 专题 says, as of `asOf`; the same for every wall. Never holds a person. */
export const SceneFigures = z.object({
  asOf: instant,
  /** The answer in one sentence. */
  finding: z.string(),
  numbers: z.array(SceneNumber).max(3),
  lists: z.array(SceneList),
  places: z.array(ScenePlace),
  density: SceneDensity.optional(),
  /** 数据来源: whose word the figures are, and how much of it is live. */
  sources: z.array(z.string()),
  /** 未接入: what this scene would still need. */
  wanting: z.array(z.string()),
});
export type SceneFigures = z.infer<typeof SceneFigures>;
/** As a maker of a scene writes it. */
export type SceneDraft = Omit<z.input<typeof SceneFigures>, 'asOf'>;
export type SceneListDraft = z.input<typeof SceneList>;

/** GET /api/wall/scenes: the scenes that the caller may see, and the categories whose matters belong to each. */
export const SceneSubjects = z.object({
  items: z.array(z.object({ id: z.string(), categories: z.array(z.string()) })),
});
export type SceneSubjects = z.infer<typeof SceneSubjects>;
