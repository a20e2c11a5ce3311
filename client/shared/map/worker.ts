import { setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

/** Tells MapLibre where its worker is: without it the map stays silently blank in a built page. */
export function startMapWorker(): void {
  setWorkerUrl(workerUrl);
}
