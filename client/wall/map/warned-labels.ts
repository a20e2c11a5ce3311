import type { Position } from 'geojson';
import { labelPoint, linesOf } from '../../shared/map/geometry.ts';
import type { WantedIn } from '../area-labels.ts';
import { hatched } from './warned.ts';
import type { Warned } from './warned.ts';

/** What stands at the area that an authority warns of: its flag, what, and who says so. */
export type WarnedArea = Pick<WantedIn, 'id' | 'rings' | 'home'> & {
  title: string;
  note: string;
  colour: NonNullable<Warned[number]['colour']>;
};

/** The gravest; the others are hatched and stand in the right column. */
const mostAreas = 5;

/** Projects the areas of what stands; an outline is projected again only when the camera has moved. */
export function makeWarnedAreas(
  project: (at: [number, number]) => { x: number; y: number },
): (standing: Warned, camera: string) => WarnedArea[] {
  let seenBy = '';
  let known = new Map<unknown, Pick<WantedIn, 'rings' | 'home'> | null>();
  const onScreen = (outline: unknown): Pick<WantedIn, 'rings' | 'home'> | null => {
    const feature = { type: 'Feature', properties: null, geometry: outline as GeoJSON.Geometry } as const;
    const home = labelPoint(feature);
    if (!home) return null;
    const rings = linesOf({ type: 'FeatureCollection', features: [feature] });
    const seen = ([lng = 0, lat = 0]: Position): { x: number; y: number } => project([lng, lat]);
    return { home: seen(home), rings: rings.map((ring) => ring.map(seen)) };
  };
  return (standing, camera) => {
    const before = camera === seenBy ? known : null;
    seenBy = camera;
    known = new Map();
    return hatched(standing)
      .slice(0, mostAreas)
      .flatMap(({ id, name, said, colour, outline }) => {
        const area = before?.get(outline) ?? onScreen(outline);
        known.set(outline, area);
        // 市气象台 03:10 发布: the hour stands in the right column, here is no room for it.
        return area
          ? [{ id: `w${id}`, title: name, note: said.split(' ')[0]!, colour: colour!, ...area }]
          : [];
      });
  };
}
