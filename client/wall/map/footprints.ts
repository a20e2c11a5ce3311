import type { Layer } from '@deck.gl/core';
import { PathLayer } from '@deck.gl/layers';
import type { Map as MapLibreMap } from 'maplibre-gl';
import type { FrameRow } from '#contracts/live.ts';
import { footprint } from '#contracts/camera-sight.ts';
import type { Sighted } from '../../shared/map/sighted.ts';
import { watching } from '../footprints.ts';
import type { Watch } from '../footprints.ts';
import { onTop } from './layers.ts';

type Colour = [number, number, number, number];
/** No level's colour, and not the white of what is past its line: lines that are there when they are looked for. */
const inks: { calm: Colour; withMatter: Colour } = {
  calm: [140, 160, 181, 105],
  withMatter: [178, 200, 222, 190],
};

const asWords = (watches: readonly Watch[]): string =>
  watches.map(({ camera, hasMatter }) => `${camera.cameraId}${hasMatter ? '+' : '-'}`).join(' ');

/**
 * 摄像视域 of a map: thin outlines, nothing filled. Chosen anew when camera, matters or registry have changed (`camera`
 * and `revision` say so), and sent to the card only when others stand there.
 */
export function makeFootprints(map: MapLibreMap, scale: number) {
  let chosenAs: readonly unknown[] = [];
  let shown: Watch[] = [];
  let words = '';
  return (
    cameras: readonly Sighted[],
    incidents: readonly FrameRow[],
    camera: string,
    revision: number,
  ): Layer[] => {
    const as = [cameras, camera, revision];
    if (as.some((one, i) => one !== chosenAs[i])) {
      chosenAs = as;
      const [[west, south], [east, north]] = map.getBounds().toArray();
      const zoom = map.getZoom() - Math.log2(scale);
      const next = watching(cameras, incidents, { zoom, west, south, east, north });
      const said = asWords(next);
      if (said !== words) [shown, words] = [next, said];
    }
    if (shown.length === 0) return [];
    return [
      new PathLayer<Watch>({
        id: 'footprints',
        data: shown,
        getPath: ({ camera: { lng, lat, sight } }) => footprint({ lng, lat }, sight),
        getColor: ({ hasMatter }) => (hasMatter ? inks.withMatter : inks.calm),
        getWidth: ({ hasMatter }) => (hasMatter ? 1.8 : 1.1) * scale,
        widthUnits: 'pixels',
        jointRounded: true,
        parameters: onTop,
      }),
    ];
  };
}
