import { boundsOf } from '../../shared/map/geometry.ts';
import { AlertList, LatestList } from '../panels/Lists.tsx';
import { River } from '../panels/Authority.tsx';
import { moverLegend } from '../panels/mover-legend.tsx';
import { levelLegend, pastLine } from '../panels/level-legend.tsx';
import { fleetNames } from '../movers.ts';
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
  rank: 0,
  layers: (state) => [
    state.sensorLayer('overview-sensors', dotOf),
    ...fleetNames.flatMap((fleet) =>
      state.moverLayers(`overview-${fleet}`, fleet, { size: 12, opacity: 0.5, trail: false }),
    ),
    ...state.incidentLayers('overview-incidents'),
  ],
  camera: boundsOf,
  legend: [
    ...levelLegend,
    pastLine('超阈值监测点'),
    moverLegend('vessel', '船'),
    moverLegend('hazmat', '危化品车'),
    moverLegend('vehicle', '车'),
    { sign: <i className="sign-arc" />, words: '派遣', kept: null },
  ],
  Panel: ({ state }) => (
    <>
      <River gauges={state.figures?.gauges ?? []} />
      <AlertList figures={state.figures} />
      <LatestList figures={state.figures} />
    </>
  ),
};
