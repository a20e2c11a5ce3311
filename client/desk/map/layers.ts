import type { LayerSpecification } from 'maplibre-gl';
import { mapFace } from '../../shared/map/face.ts';
import { palette } from '../../shared/theme.ts';
import type { ThemeName } from '../../shared/theme.ts';

/** The layers of the desk's own data, over the base map. */
export function deskLayers(theme: ThemeName): LayerSpecification[] {
  const { ink, surface, accent } = palette[theme];
  const halo = { 'text-halo-color': surface, 'text-halo-width': 1.4 };
  return [
    {
      id: 'accuracy',
      type: 'fill',
      source: 'accuracy',
      paint: { 'fill-color': accent, 'fill-opacity': ['get', 'shade'], 'fill-outline-color': accent },
    },
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
