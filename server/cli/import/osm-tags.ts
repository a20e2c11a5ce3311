import { z } from 'zod';
import type { MapFeature } from '#store/map-features.ts';

const Tags = z.record(z.string(), z.string());
const Shape = z.object({ type: z.string(), coordinates: z.array(z.unknown()) });
type Drawn = Pick<MapFeature, 'layer' | 'kind' | 'rank' | 'minZoom'>;

/** Rank and first zoom of each class of road; links are drawn as the road that they lead to. */
const roads: Record<string, [rank: number, minZoom: number]> = {
  motorway: [1, 7],
  trunk: [1, 7],
  primary: [2, 9],
  secondary: [3, 10],
  tertiary: [4, 11],
  unclassified: [5, 13],
  residential: [5, 13],
  pedestrian: [5, 13],
  living_street: [5, 13],
};
const waterways: Record<string, [rank: number, minZoom: number]> = {
  river: [2, 8],
  canal: [3, 10],
  stream: [4, 13],
  drain: [4, 13],
};
const greens: Record<string, number> = {
  park: 11,
  forest: 9,
  wood: 9,
  grass: 13,
  garden: 13,
  nature_reserve: 10,
};

/** What osmium keeps of an extract: everything that may be drawn. */
export const wantedTags: readonly string[] = [
  `w/highway=${Object.keys(roads)
    .flatMap((road) => [road, `${road}_link`])
    .join(',')}`,
  `w/waterway=${Object.keys(waterways).join(',')}`,
  'w/railway=rail,subway,light_rail',
  'wr/natural=water,wood',
  'wr/waterway=riverbank',
  'wr/landuse=reservoir,forest,grass',
  'wr/leisure=park,garden,nature_reserve',
  'wr/building',
];

/** How an element of OpenStreetMap is drawn; null when it is not, or its shape does not fit its tags. */
export function drawnAs(rawTags: unknown, rawGeometry: unknown): MapFeature | null {
  const tags = Tags.safeParse(rawTags);
  const geometry = Shape.safeParse(rawGeometry);
  if (!tags.success || !geometry.success) return null;
  const isArea = geometry.data.type.endsWith('Polygon');
  const drawn = isArea ? area(tags.data) : geometry.data.type.endsWith('LineString') ? line(tags.data) : null;
  if (!drawn) return null;
  const { 'name:zh': chinese, name = null } = tags.data;
  return { ...drawn, name: chinese ?? name, geometry: geometry.data };
}

function line({ highway, waterway, railway }: Record<string, string>): Drawn | null {
  const road = roads[highway?.replace(/_link$/, '') ?? ''];
  if (road) return { layer: 'road', kind: highway!, rank: road[0], minZoom: road[1] };
  const water = waterways[waterway ?? ''];
  if (water) return { layer: 'river', kind: waterway!, rank: water[0], minZoom: water[1] };
  return railway ? { layer: 'rail', kind: railway, rank: 1, minZoom: 9 } : null;
}

function area({ natural, waterway, landuse, leisure, building }: Record<string, string>): Drawn | null {
  if (natural === 'water' || waterway === 'riverbank' || landuse === 'reservoir')
    return { layer: 'water', kind: 'water', rank: 1, minZoom: 8 };
  const kind = [leisure, landuse, natural].find((one) => one !== undefined && one in greens);
  if (kind !== undefined) return { layer: 'green', kind, rank: 2, minZoom: greens[kind]! };
  return building && building !== 'no' ? { layer: 'building', kind: 'building', rank: 3, minZoom: 13 } : null;
}
