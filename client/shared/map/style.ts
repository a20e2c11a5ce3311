import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from '#contracts/wall.ts';
import { mapFace } from './face.ts';
import { facilityLayers, facilityNames } from './facility-layers.ts';
import { collection, pointsOf } from './geometry.ts';
import type { MapLook } from './look.ts';

/** The layer before which points of data go, so that names stay readable above them. */
export const firstNameLayer = 'river-names';

/**
 * The base map as a MapLibre style over the city's own tiles; no sprite, and no glyphs address, so every letter is
 * drawn on this computer. `scale` multiplies the sizes of letters and lines: 1 is a desk; `text` null leaves the
 * names to the page. Without tiles only the ground is drawn.
 */
export function baseStyle(
  base: BaseMap,
  look: MapLook,
  scale: { text: number | null; line: number } = { text: 1, line: 1 },
): StyleSpecification {
  const isBorderless = collection(base.districts).features.length === 0;
  const ground = isBorderless ? look.land : look.outside;
  const background: LayerSpecification = {
    id: 'outside',
    type: 'background',
    paint: { 'background-color': ground },
  };
  if (base.tiles === null) return { version: 8, sources: {}, layers: [background] };
  const names = scale.text === null ? [] : nameLayers(look, scale.text);
  return {
    version: 8,
    sources: {
      base: { type: 'vector', url: `pmtiles://${location.origin}${base.tiles}` },
      facilities: { type: 'geojson', data: collection(base.facilities) },
      'facility-points': { type: 'geojson', data: pointsOf(base.facilities) },
    },
    layers: [
      background,
      ...areas(look),
      ...lines(look, scale.line),
      ...facilityLayers(look, scale.line),
      ...names,
    ],
  };
}

const tiled = (layer: string): { source: string; 'source-layer': string } => ({
  source: 'base',
  'source-layer': layer,
});
const ofKind = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];
const rank: ExpressionSpecification = ['to-number', ['get', 'rank'], 2];

function areas(look: MapLook): LayerSpecification[] {
  const fill = (id: string, colour: string): LayerSpecification => ({
    id,
    type: 'fill',
    ...tiled(id),
    // Close up the land comes in pieces, which must not show their seams.
    paint: { 'fill-color': colour, 'fill-antialias': id !== 'land' },
  });
  return [
    fill('land', look.land),
    fill('green', look.green),
    fill('water', look.water),
    { ...fill('building', look.building), minzoom: 14 },
  ];
}

/** A river's width in pixels: given by its rank (1 the largest), growing with the zoom. */
function riverWidth(scale: number): ExpressionSpecification {
  const at = (factor: number): ExpressionSpecification => [
    'match',
    rank,
    1,
    4.5 * factor * scale,
    2,
    2.2 * factor * scale,
    3,
    1.1 * factor * scale,
    0.5 * factor * scale,
  ];
  return ['interpolate', ['exponential', 1.5], ['zoom'], 8, at(1), 12, at(4), 15, at(12)];
}

function roadWidth(scale: number): ExpressionSpecification {
  const at = (main: number, other: number): ExpressionSpecification => [
    'match',
    rank,
    [1, 2],
    main * scale,
    other * scale,
  ];
  return ['interpolate', ['exponential', 1.5], ['zoom'], 8, at(0.6, 0.3), 12, at(1.6, 0.8), 16, at(9, 5)];
}

function lines(look: MapLook, scale: number): LayerSpecification[] {
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const border = (kind: string, minzoom: number, colour: string, width: number): LayerSpecification => ({
    id: `${kind}-borders`,
    type: 'line',
    ...tiled('border'),
    minzoom,
    filter: ofKind(kind),
    paint: { 'line-color': colour, 'line-width': width * scale, 'line-dasharray': [2, 2] },
  });
  return [
    border('duty', 13.5, look.innerBorder, 0.6),
    border('grid', 14, look.innerBorder, 0.4),
    border('town', 10.5, look.innerBorder, 0.6),
    {
      id: 'river-lines',
      type: 'line',
      ...tiled('river'),
      layout: round,
      paint: { 'line-color': look.water, 'line-width': riverWidth(scale) },
    },
    {
      id: 'rail-lines',
      type: 'line',
      ...tiled('rail'),
      paint: { 'line-color': look.mainRoad, 'line-width': 0.8 * scale, 'line-dasharray': [6, 3] },
    },
    {
      id: 'road-lines',
      type: 'line',
      ...tiled('road'),
      layout: round,
      paint: {
        'line-color': ['match', rank, [1, 2], look.mainRoad, look.road],
        'line-width': roadWidth(scale),
      },
    },
    {
      id: 'district-borders',
      type: 'line',
      ...tiled('border'),
      filter: ofKind('district'),
      paint: { 'line-color': look.border, 'line-width': 0.8 * scale, 'line-opacity': 0.8 },
    },
  ];
}

type Naming = { kind: string; colour: string; size: number; spacing?: number; rank?: number };

function nameLayers(look: MapLook, scale: number): LayerSpecification[] {
  const layer = (id: string, naming: Naming, zooms: object = {}): LayerSpecification => ({
    id,
    type: 'symbol',
    ...tiled('name'),
    ...zooms,
    filter:
      naming.rank === undefined
        ? ofKind(naming.kind)
        : ['all', ofKind(naming.kind), ['==', rank, naming.rank]],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [mapFace],
      'text-size': naming.size * scale,
      'text-letter-spacing': naming.spacing ?? 0,
    },
    paint: {
      'text-color': naming.colour,
      'text-halo-color': look.halo,
      'text-halo-width': 1.2 * scale,
    },
  });
  const place = { kind: 'place', colour: look.smallName, size: 11 };
  return [
    layer(firstNameLayer, { kind: 'river', colour: look.waterName, size: 13, spacing: 0.2 }),
    {
      id: 'road-names',
      type: 'symbol',
      ...tiled('road'),
      minzoom: 14,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['coalesce', ['get', 'name'], ''],
        'text-font': [mapFace],
        'text-size': 11 * scale,
      },
      paint: { 'text-color': look.smallName, 'text-halo-color': look.halo, 'text-halo-width': 1.2 * scale },
    },
    layer('small-place-names', { ...place, rank: 2 }, { minzoom: 14 }),
    layer('place-names', { ...place, rank: 1 }, { minzoom: 12 }),
    facilityNames(look, scale),
    layer('town-names', { kind: 'town', colour: look.smallName, size: 12 }, { minzoom: 10.5 }),
    layer(
      'district-names',
      { kind: 'district', colour: look.name, size: 15, spacing: 0.08 },
      { maxzoom: 12 },
    ),
  ];
}
