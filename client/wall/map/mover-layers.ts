import { COORDINATE_SYSTEM } from '@deck.gl/core';
import type { Layer } from '@deck.gl/core';
import { IconLayer, LineLayer } from '@deck.gl/layers';
import { pieces } from '../fleet.ts';
import type { Fleet } from '../fleet.ts';
import { onTop } from './layers.ts';

/** How a scene draws a fleet: side of a mark in pixels of a 1080 high screen, 0 to 1 of its ink, whether trails are drawn. */
export type FleetLook = { size: number; opacity: number; trail: boolean };

/** The marks of a fleet and their trails: binary attributes, each uploaded when it was touched and not else. */
export function fleetLayers(
  id: string,
  { centre, count, wrapped }: Fleet,
  { size, opacity, trail }: FleetLook,
  { atlas, scale }: { atlas: HTMLCanvasElement; scale: number },
): Layer[] {
  // A city that hears of nobody pays for no layer.
  if (count === 0) return [];
  const place = {
    coordinateSystem: COORDINATE_SYSTEM.LNGLAT_OFFSETS,
    coordinateOrigin: [centre[0], centre[1], 0] as [number, number, number],
    parameters: onTop,
    opacity,
  };
  const marks = new IconLayer({
    ...place,
    id: `${id}-marks`,
    data: {
      length: count,
      attributes: {
        getPosition: wrapped.offsets,
        getAngle: wrapped.angles,
        getColor: wrapped.rgba,
        // Under its own name it goes to the card as it is; as `getIcon` it would be looked up for each object.
        instanceIconDefs: wrapped.icons,
      },
    },
    // The property takes any image; its type knows only addresses and textures.
    iconAtlas: atlas as unknown as string,
    iconMapping: noMapping,
    getSize: size * scale,
    sizeUnits: 'pixels',
    // On the ground, so that it turns with the map.
    billboard: false,
  });
  if (!trail) return [marks];
  const trails = new LineLayer({
    ...place,
    id: `${id}-trails`,
    data: {
      length: count * pieces,
      attributes: {
        getSourcePosition: wrapped.from,
        getTargetPosition: wrapped.to,
        getColor: wrapped.trailRgba,
      },
    },
    getWidth: 1.8 * scale,
    widthUnits: 'pixels',
  });
  return [trails, marks];
}

/** The same object each time: another one would look up every icon anew. */
const noMapping = {};
