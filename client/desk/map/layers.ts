import type { LayerSpecification } from 'maplibre-gl';
import { mapFace } from '../../shared/map/face.ts';
import { palette } from '../../shared/theme.ts';
import type { ThemeName } from '../../shared/theme.ts';

/** From here on streets are told apart. */
export const streetZoom = 14;

/** The layers of the desk's own data, over the base map. */
export function deskLayers(theme: ThemeName): LayerSpecification[] {
  const { ink, second, surface, accent } = palette[theme];
  const halo = { 'text-halo-color': surface, 'text-halo-width': 1.4 };
  return [
    {
      id: 'accuracy',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': accent, 'fill-opacity': ['get', 'shade'], 'fill-outline-color': accent },
    },
    ...sightLayers(second, halo),
    {
      id: 'marks',
      type: 'symbol',
      source: 'marks',
      layout: {
        'icon-image': ['get', 'image'],
        'icon-size': 0.5,
        'icon-allow-overlap': true,
        'text-field': ['get', 'label'],
        'text-font': [mapFace],
        'text-size': 12,
        'text-allow-overlap': true,
      },
      paint: { 'text-color': ['match', ['get', 'image'], 'ring', accent, ink] },
    },
    {
      id: 'incidents',
      type: 'symbol',
      source: 'incidents',
      layout: {
        'icon-image': ['concat', 's', ['get', 'level']],
        'icon-size': ['case', ['get', 'selected'], 0.62, 0.42],
        'icon-allow-overlap': true,
        'symbol-sort-key': ['get', 'order'],
        'text-field': ['get', 'label'],
        'text-font': [mapFace],
        'text-size': ['case', ['get', 'selected'], 14, 12],
        'text-variable-anchor': ['left', 'right', 'bottom', 'top'],
        'text-radial-offset': 1.4,
        'text-max-width': 12,
        'text-optional': true,
        'text-justify': 'auto',
      },
      paint: { 'text-color': ink, ...halo },
    },
  ];
}

/** 摄像视域: outlines that stand back behind what is reported; names only where streets are told apart. */
function sightLayers(ink: string, halo: object): LayerSpecification[] {
  return [
    {
      id: 'sights',
      type: 'line',
      source: 'sights',
      paint: {
        'line-color': ink,
        'line-width': ['case', ['get', 'sees'], 1.6, 1],
        'line-opacity': ['case', ['get', 'sees'], 0.9, 0.4],
      },
    },
    {
      id: 'sight-names',
      type: 'symbol',
      source: 'sights',
      minzoom: streetZoom,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': [mapFace],
        'text-size': 12,
        'text-max-width': 8,
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 2.6,
        'text-justify': 'auto',
      },
      paint: { 'text-color': ink, ...halo },
    },
  ];
}
