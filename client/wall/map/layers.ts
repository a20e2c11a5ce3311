import { COORDINATE_SYSTEM } from '@deck.gl/core';
import type { Layer } from '@deck.gl/core';
import { IconLayer, PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { FrameRow } from '#contracts/live.ts';
import { darkLevels } from '../../shared/theme.ts';
import { asSeverity } from '../../shared/map/symbols.ts';
import type { Atlas, SymbolName } from '../../shared/map/symbols.ts';
import { arcAt, ringAt } from '../motion.ts';
import type { LngLat, Motion } from '../motion.ts';
import type { Paint } from '../paint.ts';
import type { Sensors } from '../sensors.ts';

/** Icons, rings and lines lie on the map whatever its depth says: with a tilted camera they vanished else. */
export const onTop = { depthCompare: 'always', depthWriteEnabled: false } as const;

/** The accent of the wall: what moves by people's work. */
const accent: [number, number, number] = [0x4c, 0xc2, 0xff];

/** All series of one scene: three binary attributes, positions never uploaded again. */
export function sensorLayer(id: string, sensors: Sensors, paint: Paint, scale: number): Layer {
  return new ScatterplotLayer({
    id,
    data: {
      length: sensors.length,
      attributes: { getPosition: paint.positions, getFillColor: paint.colours, getRadius: paint.sizes },
    },
    coordinateSystem: COORDINATE_SYSTEM.LNGLAT_OFFSETS,
    coordinateOrigin: [sensors.centre[0], sensors.centre[1], 0],
    radiusUnits: 'pixels',
    radiusScale: scale,
    parameters: onTop,
  });
}

/** Matters of other subjects: there, but small and without colour. */
export function restLayer(incidents: readonly FrameRow[], scale: number): Layer {
  return new ScatterplotLayer<FrameRow>({
    id: 'rest',
    data: incidents,
    getPosition: ({ lng, lat }) => [lng ?? 0, lat ?? 0],
    // A matter without a place has no dot.
    getFillColor: ({ lng }) => [140, 160, 181, lng === null ? 0 : 110],
    getRadius: 2.4 * scale,
    radiusUnits: 'pixels',
    parameters: onTop,
  });
}

/** One symbol of the map: where, which, how large in pixels. */
export type Mark = { at: LngLat; icon: SymbolName; size: number };

/** The symbols of incidents; the last of the list lies on top. */
export function markLayer(id: string, marks: readonly Mark[], atlas: Atlas): Layer {
  return new IconLayer<Mark>({
    id,
    data: marks,
    // The property takes any image; its type knows only addresses and textures.
    iconAtlas: atlas.image as unknown as string,
    iconMapping: atlas.mapping,
    getPosition: (mark) => mark.at,
    getIcon: (mark) => mark.icon,
    getSize: (mark) => mark.size,
    sizeUnits: 'pixels',
    parameters: onTop,
  });
}

function colourOf(severity: number): [number, number, number] {
  const hex = darkLevels[asSeverity(severity)].fill;
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** The same list of nothing is never sent to the card again. */
const nothing: never[] = [];

/** Rings and arcs as they stand at `now`. */
export function motionLayers(motion: Motion, now: number, scale: number): Layer[] {
  const rings = motion.rings.flatMap((ring) => {
    const shape = ringAt(ring, now);
    return shape ? [{ ring, ...shape }] : [];
  });
  const arcs = motion.arcs.flatMap((arc) => {
    const shape = arcAt(arc, now);
    return shape ? [shape] : [];
  });
  return [
    new PathLayer<(typeof arcs)[number]>({
      id: 'arcs',
      data: arcs.length === 0 ? nothing : arcs,
      getPath: (arc) => arc.path,
      getColor: (arc) => [...accent, Math.round(230 * arc.strength)],
      getWidth: 2.2 * scale,
      widthUnits: 'pixels',
      jointRounded: true,
      capRounded: true,
      parameters: onTop,
    }),
    new ScatterplotLayer<(typeof arcs)[number]>({
      id: 'arc-heads',
      data: arcs.length === 0 ? nothing : arcs,
      getPosition: (arc) => arc.path.at(-1)!,
      getFillColor: (arc) => [...accent, Math.round(255 * arc.strength)],
      getRadius: 5 * scale,
      radiusUnits: 'pixels',
      parameters: onTop,
    }),
    new ScatterplotLayer<(typeof rings)[number]>({
      id: 'rings',
      data: rings.length === 0 ? nothing : rings,
      filled: false,
      stroked: true,
      getPosition: ({ ring }) => ring.at,
      getLineColor: ({ ring, strength }) => [...colourOf(ring.severity), Math.round(220 * strength)],
      getRadius: ({ size }) => (24 + 44 * size) * scale,
      getLineWidth: 2 * scale,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      parameters: onTop,
    }),
  ];
}
