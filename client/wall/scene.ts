import type { Layer } from '@deck.gl/core';
import type { ComponentType, ReactNode } from 'react';
import type { WallCamera, WallLayers } from '#contracts/driven-wall.ts';
import type { Incident } from '#contracts/incident.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { SceneFigures } from '#contracts/scene.ts';
import type { BaseMap, Figures } from '#contracts/wall.ts';
import type { LiveView } from '../shared/live.ts';
import type { FleetLook } from './map/mover-layers.ts';
import type { FleetName } from './movers.ts';
import type { DotOf } from './paint.ts';
import type { Sensors } from './sensors.ts';

/** What a scene's map layers are made from. Read in the animation loop: no React, nothing copied. */
export type SceneState = {
  base: BaseMap;
  /** The incidents of this scene that may stand on a wall, the most urgent first. */
  incidents: readonly FrameRow[];
  sensors: Sensors;
  /** The scene's own figures; null until they are read, and in a scene without. */
  own: SceneFigures | null;
  /** Height of the screen over 1080: pixel sizes of layers are multiplied by it. */
  scale: number;
  /** The live layer of all series, coloured by the scene; binary, one upload for each change. */
  sensorLayer: (id: string, dotOf: DotOf) => Layer;
  /** The symbols of the incidents, full where there is room, small elsewhere. */
  incidentLayers: (id: string) => Layer[];
  /** Vessels or vehicles as they move, each a small mark that looks where it goes; binary as the sensors are. */
  moverLayers: (id: string, fleet: FleetName, look: FleetLook) => Layer[];
  /** The places of the scene's own figures; `rings` are circles of so many metres around sites. */
  placeLayers: (id: string, rings?: readonly number[]) => Layer[];
  /** Where the matters of the scene's own figures lie densely: hexagons. */
  densityLayers: (id: string) => Layer[];
  /** The lines of one kind of facilities (bridge, pipe, park), stronger than the base map draws them. */
  facilityLayer: (id: string, kind: string) => Layer;
};

/** What a scene's panel is drawn from, at most four times a second. */
export type PanelState = {
  live: LiveView;
  figures: Figures | null;
  own: SceneFigures | null;
  base: BaseMap | null;
  sensors: Sensors | null;
  /** City time in epoch ms. */
  now: number;
};

export type Bounds = [[number, number], [number, number]];

/** In official order, after what spans them all. */
export const duties = ['综合', '经济调节', '市场监管', '社会管理', '公共服务', '生态环境保护'] as const;

/** 总览, which has no figures of its own: all of it is on the page anyway. */
export const overviewId = 'overview';

/** 专题: what the wall shows about one subject. */
export type Scene = {
  id: string;
  title: string;
  /** 职责: one of the five duties, or 综合. */
  duty: (typeof duties)[number];
  /** Its place among the scenes of its duty. */
  rank: number;
  /** Which incidents belong to it: those of the categories that the server names for it, unless it says so itself. */
  shows?: (row: Incident) => boolean;
  layers: (state: SceneState) => Layer[];
  /** The lower part of the right column; alarms stand above it in every scene. */
  Panel: ComponentType<{ state: PanelState }>;
  /** The box to show, [[west, south], [east, north]] in WGS 84; it may follow what the figures say. */
  camera: (base: BaseMap, own: SceneFigures | null) => Bounds;
  /**
   * `of`: the layer that a line belongs to; without it the line stands whatever is taken off the map. `kept`: what it says of the
   * past, where the scene's own figures are not kept and nothing flies; null: it does not stand there.
   */
  legend: readonly { sign: ReactNode; words: string; of?: keyof WallLayers; kept?: string | null }[];
};

/** How the map looks: a scene, elsewhere than its own camera, without some of its layers. */
export type Look = {
  scene: Scene;
  /** The scene's own figures. */
  own: SceneFigures | null;
  camera: WallCamera | null;
  layers: WallLayers | null;
  /** 上墙: the matter that stands in full in every scene, whatever else it shows. */
  spotlight: number | null;
};

/**
 * Reads a folder of scenes: each file exports `scene`, whose id is the file's name. By duty, and there by rank.
 * Throws on a file without its definition.
 */
export function readScenes(files: Record<string, unknown>): Scene[] {
  const scenes = Object.entries(files).map(([path, file]) => {
    const scene = (file as { scene?: Scene } | null)?.scene;
    const name = path.replace(/^.*\//, '').replace(/\.tsx?$/, '');
    if (!scene) throw new Error(`${path} does not export \`scene\``);
    if (scene.id !== name) throw new Error(`${path} declares id "${scene.id}"`);
    return scene;
  });
  return scenes.toSorted(
    (a, b) => duties.indexOf(a.duty) - duties.indexOf(b.duty) || a.rank - b.rank || (a.id < b.id ? -1 : 1),
  );
}
