import { boundsOf } from '../../shared/map/geometry.ts';
import { AlertList, LatestList } from '../panels/Lists.tsx';
import { Sign } from '../panels/Sign.tsx';
import type { Dot } from '../paint.ts';
import type { Scene } from '../scene.ts';

const quiet: Dot = { rgba: [120, 150, 180, 90], radius: 1.6 };
const over: Dot = { rgba: [230, 237, 245, 255], radius: 4 };

/** Sensors are a faint grain; one over its threshold stands out in white, never in a colour of severity. */
const dotOf = (_metric: string, _value: number, isOver: boolean): Dot => (isOver ? over : quiet);

/** 总览: everything that is somebody's work now, over the grain of the sensors. */
export const scene: Scene = {
  id: 'overview',
  title: '总览',
  duty: '综合',
  layers: (state) => [
    state.sensorLayer('overview-sensors', dotOf),
    ...state.incidentLayers('overview-incidents'),
  ],
  camera: boundsOf,
  legend: [
    { sign: <Sign level={1} />, words: '特急' },
    { sign: <Sign level={2} />, words: '紧急' },
    { sign: <Sign level={3} />, words: '一般' },
    { sign: <Sign level={4} />, words: '关注' },
    { sign: <i className="sign-sensor" />, words: '超阈值监测点' },
    { sign: <i className="sign-arc" />, words: '派遣' },
  ],
  Panel: ({ state }) => (
    <>
      <AlertList figures={state.figures} />
      <LatestList figures={state.figures} />
    </>
  ),
};
