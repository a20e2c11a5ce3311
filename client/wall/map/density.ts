import { SolidPolygonLayer } from '@deck.gl/layers';
import type { Layer } from '@deck.gl/core';
import type { SceneDensity } from '#contracts/scene.ts';
import { densityInks } from '../density-inks.ts';
import { onTop } from './layers.ts';

/** Six corners and the first again. */
const corners = 7;

/** Attributes of all hexagons, made once for the same figures: a new array would go to the card with every picture. */
const made = new WeakMap<SceneDensity, ReturnType<typeof attributesOf>>();

function attributesOf({ cells }: SceneDensity) {
  const positions = new Float64Array(cells.length * corners * 2);
  const colours = new Uint8Array(cells.length * corners * 4);
  for (const [i, cell] of cells.entries()) {
    positions.set([...cell.corners, ...cell.corners.slice(0, 2)], i * corners * 2);
    for (let k = 0; k < corners; k += 1) colours.set(densityInks[cell.step]!, (i * corners + k) * 4);
  }
  return {
    length: cells.length,
    startIndices: Uint32Array.from({ length: cells.length + 1 }, (_, i) => i * corners),
    attributes: {
      getPolygon: { value: positions, size: 2 },
      getFillColor: { value: colours, size: 4, normalized: true },
    },
  };
}

/** Where matters lie densely: pale hexagons below everything else. */
export function densityLayers(id: string, density: SceneDensity | undefined): Layer[] {
  if (!density) return [];
  const data = made.get(density) ?? attributesOf(density);
  made.set(density, data);
  return [new SolidPolygonLayer({ id, data, _normalize: false, parameters: onTop })];
}
