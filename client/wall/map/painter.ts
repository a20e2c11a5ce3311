import type { Layer } from '@deck.gl/core';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { FrameRow } from '#contracts/live.ts';
import type { SceneFigures } from '#contracts/scene.ts';
import { symbolAtlas } from '../../shared/map/symbols.ts';
import type { WallData } from '../data.ts';
import { oneForMany } from '../families.ts';
import { chooseLens } from '../lens.ts';
import type { Lens } from '../lens.ts';
import type { FleetName } from '../movers.ts';
import type { Look, SceneState } from '../scene.ts';
import { isClose } from './camera.ts';
import { densityLayers } from './density.ts';
import { makeFootprints } from './footprints.ts';
import { markLayer, restLayer, sensorLayer } from './layers.ts';
import type { Mark } from './layers.ts';
import { marksOf, standings } from './marks.ts';
import type { Standing } from './marks.ts';
import { moverAtlas } from './mover-icons.ts';
import { fleetLayers } from './mover-layers.ts';
import { facilityLayer, placeLayers } from './places.ts';

/** The same list of nothing is never sent to the card again. */
const noPlaces: SceneFigures['places'] = [];

/** The incidents of a scene as they stand on the map. The same list of marks is never sent to the card again. */
type Placed = {
  incidents: readonly FrameRow[];
  /** Those of other subjects. */
  rest: readonly FrameRow[];
  lens: Lens | null;
  standing: Standing[];
  marks: Mark[];
  /** The matter in the spotlight, in every scene. */
  lit: Mark[];
};

/**
 * Makes the layers of a scene from the data as it is now, and says which symbols stand in full. Symbols are placed anew
 * when rows or camera have changed, not with every reading.
 */
export function makePainter(
  data: WallData,
  map: MapLibreMap,
  scale: number,
): (look: Look, camera: string) => Pick<Placed, 'standing' | 'lens'> & { layers: Layer[]; sights: boolean } {
  const atlas = symbolAtlas(Math.min(256, Math.ceil(56 * scale)), 'dark');
  const marked = { atlas: moverAtlas(), scale };
  const footprints = makeFootprints(map, scale);
  let placed: Placed | null = null;
  let placedAs = '';
  const place = ({ scene, own, camera, layers, spotlight }: Look): Placed => {
    const { shows } = scene;
    const incidents = oneForMany(shows ? data.incidents().filter(shows) : data.incidents());
    const hidden = layers?.matters === false;
    const isLit = (row: FrameRow): boolean => row.id === spotlight;
    const rest = shows && !hidden ? data.incidents().filter((row) => !shows(row) && !isLit(row)) : [];
    // Who looks closer than at the city needs no lens.
    const close = camera !== null || isClose({ scene, own }, data);
    const lens = hidden || layers?.lens === false || close ? null : chooseLens(incidents);
    // What the lens shows in full is small on the map, but for the matter that the lens is about.
    const inLens = new Set(lens?.members.slice(1).map((row) => row.id));
    const drawn = hidden ? [] : incidents.filter((row) => !isLit(row));
    const first = data.incidents().filter(isLit);
    const standing = standings([...first, ...drawn], (at) => map.project(at), scale, inLens, spotlight);
    const marks = marksOf(standing.filter(({ row }) => !isLit(row)));
    const lit = marksOf(standing.filter(({ row }) => isLit(row)));
    return { incidents, rest, lens, standing, marks, lit };
  };
  return (look, camera) => {
    const { scene, own, layers: kept } = look;
    const as = `${camera} ${look.camera === null} ${data.revision()}`;
    if (as !== placedAs || !placed) placed = place(look);
    placedAs = as;
    const { incidents, rest, lens, standing, marks, lit } = placed;
    const fleets = new Set<FleetName>();
    const state: SceneState = {
      base: data.base,
      incidents,
      sensors: data.sensors,
      own,
      scale,
      placeLayers: (id, rings = []) => placeLayers(id, own?.places ?? noPlaces, rings, scale),
      densityLayers: (id) => densityLayers(id, own?.density),
      facilityLayer: (id, kind) => facilityLayer(id, data.base, kind, scale),
      sensorLayer: (id, dotOf): Layer => {
        const layer = sensorLayer(id, data.sensors, data.paintOf(dotOf), scale);
        return kept?.sensors === false ? layer.clone({ visible: false }) : layer;
      },
      moverLayers: (id, fleet, how): Layer[] => {
        if (kept?.sensors === false) return [];
        fleets.add(fleet);
        return fleetLayers(id, data.movers[fleet], how, marked);
      },
      incidentLayers: (id): Layer[] => [markLayer(id, marks, atlas)],
    };
    const sights = footprints(data.cameras(), incidents, camera, data.revision());
    const spot = lit.length === 0 ? [] : [markLayer('spotlight', lit, atlas)];
    const layers = [...sights, restLayer(rest, scale), ...scene.layers(state), ...spot];
    data.showMovers(fleets);
    return { layers, sights: sights.length > 0, standing, lens };
  };
}
