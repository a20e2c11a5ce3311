import type { Layer } from '@deck.gl/core';
import type { ComponentType, ReactNode } from 'react';
import type { WallCamera, WallLayers } from '#contracts/driven-wall.ts';
import type { FrameRow } from '#contracts/live.ts';
import type { BaseMap, Figures } from '#contracts/wall.ts';
import type { LiveView } from '../shared/live.ts';
import type { DotOf } from './paint.ts';
import type { Sensors } from './sensors.ts';

/** What a scene's map layers are made from. Read in the animation loop: no React, nothing copied. */
export type SceneState = {
  base: BaseMap;
  /** The incidents of this scene that may stand on a wall, the most urgent first. */
  incidents: readonly FrameRow[];
  sensors: Sensors;
  /** Height of the screen over 1080: pixel sizes of layers are multiplied by it. */
  scale: number;
  /** The live layer of all series, coloured by the scene; binary, one upload for each change. */
  sensorLayer: (id: string, dotOf: DotOf) => Layer;
  /** The symbols of the incidents, full where there is room, small elsewhere. */
  incidentLayers: (id: string) => Layer[];
};

/** What a scene's panel is drawn from, at most four times a second. */
export type PanelState = {
  live: LiveView;
  figures: Figures | null;
  base: BaseMap | null;
  sensors: Sensors | null;
  /** City time in epoch ms. */
  now: number;
};

/** 专题: what the wall shows about one subject. */
export type Scene = {
  id: string;
  title: string;
  /** 职责: one of the five duties, or 综合. */
  duty: '经济调节' | '市场监管' | '社会管理' | '公共服务' | '生态环境保护' | '综合';
  /** Which incidents belong to it; all by default. */
  shows?: (row: FrameRow) => boolean;
  layers: (state: SceneState) => Layer[];
  /** The lower part of the right column; alarms stand above it in every scene. */
  Panel: ComponentType<{ state: PanelState }>;
  /** The box to show, [[west, south], [east, north]] in WGS 84. */
  camera: (base: BaseMap) => [[number, number], [number, number]];
  legend: readonly { sign: ReactNode; words: string }[];
};

/** How the map looks: a scene, elsewhere than its own camera, without some of its layers. */
export type Look = { scene: Scene; camera: WallCamera | null; layers: WallLayers | null };

/**
 * Reads a folder of scenes: each file exports `scene`, whose id is the file's name; overview comes first.
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
  return scenes.sort(
    (a, b) => Number(b.id === 'overview') - Number(a.id === 'overview') || (a.id < b.id ? -1 : 1),
  );
}
