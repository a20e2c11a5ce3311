import { addProtocol, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { Protocol } from 'pmtiles';

const archives = new Protocol();

/**
 * Tells MapLibre where its worker is (without it the map stays silently blank in a built page), and how to read
 * tiles out of an archive by ranges.
 */
export function startMapWorker(): void {
  setWorkerUrl(workerUrl);
  addProtocol('pmtiles', archives.tile);
}
