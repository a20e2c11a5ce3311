import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { BaseMap } from '#contracts/wall.ts';
import { collection, pointsOf } from './geometry.ts';
import type { MapLook } from './look.ts';
import { mapFace } from './face.ts';
import { facilityLayers, facilityNames } from './facility-layers.ts';

/** The layer before which points of data go, so that names stay readable above them. */
export const firstNameLayer = 'river-names';

/**
 * The base map as a MapLibre style: districts, townships, waters, places from GET /api/map/base; no tiles, no
 * sprite, and no glyphs address, so every letter is drawn on this computer. `scale` multiplies the sizes of
 * letters and lines: 1 is a desk; `text` null leaves the names to the page.
 */
export function baseStyle(
  base: BaseMap,
  look: MapLook,
  scale: { text: number | null; line: number } = { text: 1, line: 1 },
): StyleSpecification {
  return {
    version: 8,
    sources: {
      districts: { type: 'geojson', data: collection(base.districts) },
      'district-points': { type: 'geojson', data: pointsOf(base.districts) },
      towns: { type: 'geojson', data: collection(base.towns) },
      'town-points': { type: 'geojson', data: pointsOf(base.towns) },
      rivers: { type: 'geojson', data: collection(base.rivers) },
      'river-points': { type: 'geojson', data: pointsOf(base.rivers) },
      facilities: { type: 'geojson', data: collection(base.facilities) },
      'facility-points': { type: 'geojson', data: pointsOf(base.facilities) },
      places: { type: 'geojson', data: pointsOf(base.places) },
    },
    layers: [
      ...ground(look, scale.line),
      ...facilityLayers(look, scale.line),
      ...(scale.text === null ? [] : nameLayers(look, scale.text)),
    ],
  };
}

/** A river's width in pixels: given by its rank (1 the largest), growing with the zoom. */
function riverWidth(scale: number): ExpressionSpecification {
  const at = (factor: number): ExpressionSpecification => [
    'match',
    ['to-number', ['get', 'rank'], 2],
    1,
    4.5 * factor * scale,
    2,
    2.2 * factor * scale,
    1.1 * factor * scale,
  ];
  return ['interpolate', ['exponential', 1.5], ['zoom'], 8, at(1), 12, at(4), 15, at(12)];
}

function ground(look: MapLook, scale: number): LayerSpecification[] {
  const area: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon'];
  const line: ExpressionSpecification = ['==', ['geometry-type'], 'LineString'];
  return [
    { id: 'outside', type: 'background', paint: { 'background-color': look.outside } },
    { id: 'land', type: 'fill', source: 'districts', paint: { 'fill-color': look.land } },
    {
      id: 'town-borders',
      type: 'line',
      source: 'towns',
      minzoom: 10.5,
      filter: area,
      paint: { 'line-color': look.innerBorder, 'line-width': 0.6 * scale, 'line-dasharray': [2, 2] },
    },
    {
      id: 'river-areas',
      type: 'fill',
      source: 'rivers',
      filter: area,
      paint: { 'fill-color': look.water },
    },
    {
      id: 'river-lines',
      type: 'line',
      source: 'rivers',
      filter: line,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': look.water, 'line-width': riverWidth(scale) },
    },
    {
      id: 'district-borders',
      type: 'line',
      source: 'districts',
      paint: { 'line-color': look.border, 'line-width': 0.8 * scale, 'line-opacity': 0.8 },
    },
  ];
}

function nameLayers(look: MapLook, scale: number): LayerSpecification[] {
  const name: ExpressionSpecification = ['get', 'name'];
  const halo = { 'text-halo-color': look.halo, 'text-halo-width': 1.2 * scale };
  return [
    {
      id: firstNameLayer,
      type: 'symbol',
      source: 'river-points',
      layout: {
        'text-field': name,
        'text-font': [mapFace],
        'text-size': 13 * scale,
        'text-letter-spacing': 0.2,
      },
      paint: { 'text-color': look.waterName, ...halo },
    },
    {
      id: 'place-names',
      type: 'symbol',
      source: 'places',
      minzoom: 12,
      layout: { 'text-field': name, 'text-font': [mapFace], 'text-size': 11 * scale },
      paint: { 'text-color': look.smallName, ...halo },
    },
    facilityNames(look, scale),
    {
      id: 'town-names',
      type: 'symbol',
      source: 'town-points',
      minzoom: 10.5,
      layout: { 'text-field': name, 'text-font': [mapFace], 'text-size': 12 * scale },
      paint: { 'text-color': look.smallName, ...halo },
    },
    {
      id: 'district-names',
      type: 'symbol',
      source: 'district-points',
      maxzoom: 12,
      layout: {
        'text-field': name,
        'text-font': [mapFace],
        'text-size': 15 * scale,
        'text-letter-spacing': 0.08,
      },
      paint: { 'text-color': look.name, ...halo },
    },
  ];
}
