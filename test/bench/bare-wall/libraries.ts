import '@fontsource-variable/noto-sans-sc/index.css';
import { COORDINATE_SYSTEM } from '@deck.gl/core';
import { IconLayer, PathLayer, ScatterplotLayer } from '@deck.gl/layers';
import { MapLibreOverlay } from '@deck.gl/maplibre';
import { QueryClient, QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { Map as MapLibreMap, addProtocol, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { Protocol } from 'pmtiles';
import * as React from 'react';
import { createRoot } from 'react-dom/client';
import { io } from 'socket.io-client';
import { z } from 'zod';

/** The baseline of the wall's own code: a page that imports the libraries of the wall and does nothing but draw an empty map. */
// Not `z` itself, which drags in every word of every language.
const schemas = [z.object, z.array, z.string, z.number, z.boolean, z.enum, z.literal];
const libraries = [
  COORDINATE_SYSTEM,
  IconLayer,
  PathLayer,
  ScatterplotLayer,
  QueryClient,
  QueryClientProvider,
];
Object.assign(window, {
  libraries: [...libraries, useQuery, useQueryClient, React.useState, createRoot, io, ...schemas],
});
setWorkerUrl(workerUrl);
addProtocol('pmtiles', new Protocol().tile);
const container = document.querySelector<HTMLElement>('#ground')!;
const ground = { id: 'ground', type: 'background', paint: { 'background-color': '#000' } } as const;
const map = new MapLibreMap({ container, style: { version: 8, sources: {}, layers: [ground] } });
map.addControl(new MapLibreOverlay({ interleaved: true, layers: [] }));
map.once('load', () => (container.dataset['ready'] = 'true'));
