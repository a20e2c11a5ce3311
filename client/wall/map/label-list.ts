import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import type { ScenePlace } from '#contracts/scene.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { namedPlaces } from '../../shared/map/geometry.ts';
import type { Named } from '../../shared/map/geometry.ts';
import { faceAt } from '../../shared/map/face.ts';
import { asSeverity } from '../../shared/map/symbols.ts';
import { childrenOf } from '../families.ts';
import type { Box, Placed, Wanted } from '../labels.ts';
import { placeLabels, placeNames, symbolBox } from '../labels.ts';
import { placeInAreas } from '../area-labels.ts';
import type { PlacedIn } from '../area-labels.ts';
import { noteSize, titleSize } from './text-sizes.ts';
import { countLabels } from './count-labels.ts';
import type { LevelCount, Standing } from './marks.ts';
import type { WarnedArea } from './warned-labels.ts';

/** A label of the map: one or two lines beside a symbol, or a count at a township. */
export type MapLabel = Placed & {
  title: string;
  note: string | null;
  kind: 'matter' | 'town' | 'unit' | 'place' | 'district' | 'river' | 'warning' | 'counts';
  /** Of a warning: the colour of its flag. */
  flag?: WarnedArea['colour'];
  /** Of a warning that found no room at its area: a line to it. */
  leader?: PlacedIn['leader'];
  /** Of matters that are only counted: how many of each severity. */
  counts?: readonly LevelCount[];
};
type Draft = Wanted & Pick<MapLabel, 'title' | 'note' | 'kind'>;

const longestTitle = 12;
const mostLabels = 8;
/** Townships with the most sensitive matters; the others are part of the total below the map. */
const mostTowns = 5;

/** A flag and its distance from the words, over the height of the screen. */
const flagWidth = 0.03;
/** Half the ring of a scene's site, and what separates it from its label, over the height of the screen. */
const siteRadius = 0.009;

/** The name of a district or a large river, and where it belongs. */
export type AreaName = { id: string; name: string; at: [number, number]; kind: 'district' | 'river' };

/** Names that the map of the whole city writes; each river once. */
export function areaNames(base: BaseMap): AreaName[] {
  const rivers = new Map(namedPlaces(base.rivers).map((river) => [river.name, river]));
  return [
    ...namedPlaces(base.districts).map(({ code, name, at }) => ({
      id: `d${code ?? name}`,
      name,
      at,
      kind: 'district' as const,
    })),
    ...[...rivers.values()].map(({ name, at }) => ({ id: `r${name}`, name, at, kind: 'river' as const })),
  ];
}

/** At most `most` letters, with an ellipsis. */
export function shorten(text: string, most = longestTitle): string {
  const letters = [...text.trim()];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('')}…`;
}

/** What a matter is called on the map; a parent by its kind and how many places it stands for: short, so that it finds room. */
export function titleOf(row: Incident, most = longestTitle): string {
  const children = childrenOf(row);
  if (children === 0) return shorten(row.title, most);
  const count = ` ${children} 处`;
  return `${shorten(row.categoryName, most - count.length)}${count}`;
}

/** Measures text in CSS pixels. */
export type Measure = (text: string, size: number, weight: number) => number;

/** Measures with a canvas and the bundled face. */
export function canvasMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, weight) => {
    if (!context) return text.length * size;
    context.font = faceAt(size, weight);
    return context.measureText(text).width;
  };
}

function sized(
  title: string,
  note: string | null,
  height: number,
  measure: Measure,
): { width: number; height: number } {
  const width = measure(title, titleSize * height, 600);
  const below = note === null ? 0 : measure(note, noteSize * height, 400);
  return {
    width: Math.ceil(Math.max(width, below)) + 4,
    height: Math.ceil(height * (note === null ? titleSize * 1.3 : (titleSize + noteSize) * 1.3)),
  };
}

export type LabelInput = {
  standing: readonly Standing[];
  units: readonly { id: number; name: string; x: number; y: number }[];
  towns: readonly { town: Named; count: number; x: number; y: number }[];
  places: readonly { place: ScenePlace; x: number; y: number }[];
  areas: readonly (AreaName & { x: number; y: number })[];
  /** What authorities warn of, the gravest first. */
  warned: readonly WarnedArea[];
  area: Box;
  obstacles: readonly Box[];
  height: number;
  measure: Measure;
};

/**
 * The labels of the map, placed without touching each other: the gravest matters first, then what is counted and not
 * drawn, names of areas, so that they stay where they are, the other full symbols, who warns of what at the hatched areas,
 * who an arc flew to, the places of the scene and the counts of townships. `height` is the height of the screen in pixels.
 */
export function mapLabels(input: LabelInput): MapLabel[] {
  const { standing, area, obstacles, height } = input;
  const full = standing.filter((one) => one.full);
  const symbols = full.map(({ x, y, size }) => symbolBox({ x, y, radius: size / 2 }));
  const sites = input.places
    .filter(({ place }) => place.kind === 'site')
    .map(({ x, y }) => symbolBox({ x, y, radius: height * siteRadius }));
  const gap = height * 0.006;
  const [grave, matters] = matterDrafts(full.slice(0, mostLabels), input);
  const taken = [...obstacles, ...symbols, ...sites];
  const ofGrave = placed(grave, placeLabels(grave, area, taken, gap));
  taken.push(...ofGrave.map(({ box }) => box));
  // What is not drawn is counted, however far from its symbol there is room for it.
  const counts = countLabels(input, taken);
  taken.push(...counts.map(({ box }) => box));
  const names = placedNames(input, taken);
  taken.push(...names.map(({ box }) => box));
  const others = [...unitDrafts(input), ...placeDrafts(input), ...townDrafts(input)];
  const ofMatters = placed(matters, placeLabels(matters, area, [...taken, ...others.map(symbolBox)], gap));
  taken.push(...ofMatters.map(({ box }) => box));
  const warned = placedWarned(input, taken);
  taken.push(...warned.map(({ box }) => box));
  return [
    ...names,
    ...counts,
    ...ofGrave,
    ...ofMatters,
    ...warned,
    ...placed(others, placeLabels(others, area, taken, gap)),
  ];
}

function placed(drafts: readonly Draft[], places: readonly Placed[]): MapLabel[] {
  const byId = new Map(drafts.map((draft) => [draft.id, draft]));
  return places.map((place) => {
    const { title, note, kind } = byId.get(place.id)!;
    return { ...place, title, note, kind };
  });
}

/** A flag with what is warned of, below it who says so. */
function placedWarned({ warned, area, height, measure }: LabelInput, taken: readonly Box[]): MapLabel[] {
  const byId = new Map(warned.map((one) => [one.id, one]));
  const wanted = warned.map(({ id, rings, home, title, note }) => {
    const { width, height: tall } = sized(title, note, height, measure);
    const flagged = Math.ceil(measure(title, titleSize * height, 600) + height * flagWidth);
    return { id, rings, home, width: Math.max(width, flagged), height: tall };
  });
  return placeInAreas(wanted, area, taken, height * 0.006).map((place) => {
    const { title, note, colour } = byId.get(place.id)!;
    return { ...place, title, note, kind: 'warning', flag: colour };
  });
}

function placedNames({ areas, area, height, measure }: LabelInput, taken: readonly Box[]): MapLabel[] {
  const byId = new Map(areas.map((one) => [one.id, one]));
  const wanted = areas.map(({ id, name, x, y }) => ({ id, x, y, ...sized(name, null, height, measure) }));
  return placeNames(wanted, area, taken).map(({ id, box }) => {
    const { name, kind } = byId.get(id)!;
    return { id, box, align: 'centre', title: name, note: null, kind };
  });
}

/** The gravest matters, and the others; the three most urgent of all with who has them. */
function matterDrafts(full: readonly Standing[], { height, measure }: LabelInput): [Draft[], Draft[]] {
  const drafts = full.map(({ row, x, y, size }, index): Draft & { isGrave: boolean } => {
    const title = titleOf(row);
    const note =
      index < 3 && childrenOf(row) === 0 ? shorten(row.departmentName ?? statusNames[row.status], 10) : null;
    const measured = sized(title, note, height, measure);
    const isGrave = asSeverity(row.severity) === 1 || row.danger.length > 0;
    return { id: `m${row.id}`, x, y, radius: size / 2, title, note, kind: 'matter', isGrave, ...measured };
  });
  return [drafts.filter(({ isGrave }) => isGrave), drafts.filter(({ isGrave }) => !isGrave)];
}

function unitDrafts({ units, height, measure }: LabelInput): Draft[] {
  return units.map(({ id, name, x, y }) => {
    const title = shorten(name, 10);
    const measured = sized(title, null, height, measure);
    // Above or below the name of the district that stands there.
    return { id: `u${id}`, x, y, radius: height * 0.022, title, note: null, kind: 'unit', ...measured };
  });
}

/** The names of a scene's places, what is wrong first. */
function placeDrafts({ places, height, measure }: LabelInput): Draft[] {
  const named = places.filter(({ place }) => place.name !== '');
  const urgent = named.toSorted(
    (a, b) => Number(b.place.state === 'over') - Number(a.place.state === 'over'),
  );
  return urgent.map(({ place, x, y }) => {
    const title = shorten(place.name, 10);
    const note = place.note === '' ? null : place.note;
    const measured = sized(title, note, height, measure);
    return {
      id: `p${place.key}`,
      x,
      y,
      radius: height * siteRadius,
      title,
      note,
      kind: 'place',
      ...measured,
    };
  });
}

function townDrafts({ towns, height, measure }: LabelInput): Draft[] {
  const largest = towns.toSorted((a, b) => b.count - a.count).slice(0, mostTowns);
  return largest.map(({ town, count, x, y }) => {
    const title = `${town.name} ${count} 件`;
    const measured = sized(title, null, height, measure);
    return {
      id: `t${town.code}`,
      x,
      y,
      radius: height * 0.006,
      title,
      note: null,
      kind: 'town',
      ...measured,
    };
  });
}
