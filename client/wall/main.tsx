import '@fontsource-variable/noto-sans-sc/index.css';
import 'maplibre-gl/dist/maplibre-gl.css';
import './wall.css';
import './panels.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startMapWorker } from '../shared/map/worker.ts';
import { queryClient } from '../shared/query.ts';
import { WallPage } from './WallPage.tsx';

startMapWorker();
const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <WallPage />
    </QueryClientProvider>
  </StrictMode>,
);
