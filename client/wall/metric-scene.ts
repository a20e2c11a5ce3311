import { boundsOf } from '../shared/map/geometry.ts';
import { dotsOf } from './paint.ts';
import { SceneBoard } from './panels/SceneBoard.tsx';
import { levelLegend, pastLine, restOfMatters } from './panels/level-legend.tsx';
import type { Scene } from './scene.ts';

type Wanted = Pick<Scene, 'id' | 'title' | 'duty' | 'rank'> & {
  /** The series that stand as dots. */
  metrics: readonly string[];
  /** What a white dot means. */
  past: string;
};

/** A scene of the whole city: the dots of some metrics, and the matters that belong to them. */
export function metricScene({ metrics, past, ...head }: Wanted): Scene {
  const dots = dotsOf(...metrics);
  return {
    ...head,
    layers: (state) => [
      state.sensorLayer(`${head.id}-sensors`, dots),
      ...state.incidentLayers(`${head.id}-incidents`),
    ],
    camera: boundsOf,
    legend: [...levelLegend, pastLine(past), restOfMatters],
    Panel: SceneBoard,
  };
}
