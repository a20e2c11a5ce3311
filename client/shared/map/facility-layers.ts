import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { mapFace } from './face.ts';
import type { MapLook } from './look.ts';

const source = 'facilities';

/** Parks as faint ground, pipes and bridges as thin lines, gauges and heat nodes as dots; quiet at every zoom. */
export function facilityLayers(look: MapLook, scale: number): LayerSpecification[] {
  return [...lines(look, scale), ...dots(look, scale)];
}

/** Names of all but the pipes, close up. */
export function facilityNames(look: MapLook, scale: number): LayerSpecification {
  return {
    id: 'facility-names',
    type: 'symbol',
    source: 'facility-points',
    minzoom: 11.5,
    filter: ['!=', ['get', 'kind'], 'pipe'],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [mapFace],
      'text-size': 11 * scale,
      'text-offset': [0, 0.9],
      'text-anchor': 'top',
    },
    paint: { 'text-color': look.smallName, 'text-halo-color': look.halo, 'text-halo-width': 1.2 * scale },
  };
}

function lines(look: MapLook, scale: number): LayerSpecification[] {
  return [
    {
      id: 'parks',
      type: 'fill',
      source,
      filter: isKind('park'),
      paint: { 'fill-color': look.works, 'fill-opacity': 0.16 },
    },
    {
      id: 'pipes',
      type: 'line',
      source,
      minzoom: 10.5,
      filter: isKind('pipe'),
      paint: {
        'line-color': look.works,
        'line-width': ['match', ['get', 'role'], 'main', 1.6 * scale, 0.8 * scale],
        'line-dasharray': [3, 1.5],
      },
    },
    {
      id: 'bridges',
      type: 'line',
      source,
      filter: isKind('bridge'),
      paint: { 'line-color': look.works, 'line-width': grows(1.2 * scale, 3 * scale) },
    },
  ];
}

function dots(look: MapLook, scale: number): LayerSpecification[] {
  return [
    {
      id: 'gauges',
      type: 'circle',
      source,
      filter: isKind('gauge'),
      paint: {
        'circle-radius': grows(1.6 * scale, 4 * scale),
        'circle-color': look.land,
        'circle-stroke-color': look.waterName,
        'circle-stroke-width': scale,
      },
    },
    {
      id: 'heat-nodes',
      type: 'circle',
      source,
      minzoom: 11.5,
      filter: isKind('node'),
      paint: {
        'circle-radius': ['match', ['get', 'role'], 'source', 4 * scale, 2 * scale],
        'circle-color': look.works,
      },
    },
  ];
}

function isKind(kind: string): ExpressionSpecification {
  return ['==', ['get', 'kind'], kind];
}

/** Pixels from the city (zoom 9) to the street (14). */
function grows(city: number, street: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 9, city, 14, street];
}
