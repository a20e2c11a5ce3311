import { boundsOf } from '../../shared/map/geometry.ts';
import type { Dot } from '../paint.ts';
import { SceneBoard } from '../panels/SceneBoard.tsx';
import type { Scene } from '../scene.ts';

const speaks: Dot = { rgba: [76, 194, 255, 170], radius: 2.6 };
const dotOf = (): Dot => speaks;

/** 数据资产: every measuring point that speaks, whatever it measures; no matters, they are another subject. */
export const scene: Scene = {
  id: 'assets',
  title: '数据',
  duty: '综合',
  rank: 2,
  shows: () => false,
  layers: (state) => [state.sensorLayer('assets-sensors', dotOf)],
  camera: boundsOf,
  legend: [{ sign: <i className="sign-sensor sign-speaks" />, words: '有读数的监测点' }],
  Panel: SceneBoard,
};
