import type { BaseMap } from '#contracts/wall.ts';
import { namedPlaces } from '../../shared/map/geometry.ts';
import type { WallData } from '../data.ts';
import type { Box } from '../labels.ts';
import type { Lens } from '../lens.ts';
import { arcAt } from '../motion.ts';
import type { Look } from '../scene.ts';
import { townCounts } from '../urgent.ts';
import { areaNames, canvasMeasure, mapLabels } from './label-list.ts';
import type { MapLabel } from './label-list.ts';
import type { Standing } from './marks.ts';
import type { Warned } from './warned.ts';
import { makeWarnedAreas } from './warned-labels.ts';

/** What stands on the map in the page's own elements. */
export type MapPicture = {
  labels: MapLabel[];
  /** The lens, and the box on the map that it enlarges. */
  lens: { lens: Lens; on: Box } | null;
  /** Whether outlines of what cameras see stand there. */
  sights: boolean;
  /** How many sensitive matters are open that the map only counts. */
  countedOnly: number;
};

/** Where the map may show something: the free area between the panels, the part of it that the city fills, the part
 * beside the legend for what is seen close up, and what of it is taken. CSS pixels. */
export type MapFrame = { area: Box; city: Box; close: Box; taken: readonly Box[] };

type Project = (at: [number, number]) => { x: number; y: number };
type Seen = {
  data: WallData;
  standing: readonly Standing[];
  lens: Lens | null;
  frame: MapFrame;
  look: Look;
  warned: Warned;
  sights: boolean;
  /** What else the labels depend on: scene, camera, layers. */
  camera: string;
  now: number;
};

/**
 * Makes the labels of a map whose screen is `height` pixels high. They change with rows and camera, not with
 * every ring: the function answers null when nothing differs from its last picture, and until the bundled face has its
 * `letters`: measured in another one they would stand in the wrong places.
 */
export function makePictures(
  base: BaseMap,
  height: number,
  letters: Promise<void>,
  project: Project,
): (seen: Seen) => MapPicture | null {
  const towns = namedPlaces(base.towns);
  const areas = areaNames(base);
  const measure = canvasMeasure();
  const warnedAreas = makeWarnedAreas(project);
  let last = '';
  let lettered = false;
  void letters.then(() => (lettered = true));
  return ({ data, standing, lens, frame, look: { scene, own }, warned, sights, camera, now }) => {
    const arcs = data.motion().arcs.filter((arc) => arcAt(arc, now));
    const key = [
      camera,
      sights,
      own?.asOf,
      data.revision(),
      arcs.map(({ id }) => id).join(),
      warned.map(({ id, version }) => `${id}.${version}`).join(),
      JSON.stringify(frame),
    ].join(' ');
    if (key === last || !lettered) return null;
    last = key;
    const rows = new Map(data.incidents().map((row) => [row.id, row]));
    const counts = townCounts(scene.shows ? [...data.rows()].filter(scene.shows) : data.rows());
    return {
      lens: lens ? { lens, on: boxOf(lens.bounds, project) } : null,
      sights,
      countedOnly: [...counts.values()].reduce((sum, count) => sum + count, 0),
      labels: mapLabels({
        standing,
        units: arcs.flatMap(({ id, to }) => {
          const name = rows.get(id)?.departmentName;
          return name ? [{ id, name, ...project(to) }] : [];
        }),
        towns: towns.flatMap((town) => {
          const count = counts.get(town.code ?? '');
          return count === undefined ? [] : [{ town, count, ...project(town.at) }];
        }),
        places: (own?.places ?? []).map((place) => ({ place, ...project([place.lng, place.lat]) })),
        areas: areas.map((name) => ({ ...name, ...project(name.at) })),
        warned: warnedAreas(warned, camera),
        area: frame.area,
        obstacles: frame.taken,
        height,
        measure,
      }),
    };
  };
}

function boxOf(
  [west, south, east, north]: Lens['bounds'],
  project: (at: [number, number]) => { x: number; y: number },
): Box {
  const a = project([west, north]);
  const b = project([east, south]);
  return { x: a.x, y: a.y, width: b.x - a.x, height: b.y - a.y };
}
