import '@fontsource-variable/noto-sans-sc/index.css';
import './wall.css';
import './panels.css';
import './authority.css';
import './driven.css';
import './board.css';
import './past/past.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '../shared/query.ts';
import { sessionQuery } from '../shared/session.tsx';
import { baseMapQuery } from './use-city.ts';
import { WallPage } from './WallPage.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html lacks #root');
// Both at once and before anything is drawn: the map waits for them.
void queryClient.prefetchQuery(sessionQuery);
void queryClient.prefetchQuery({ ...baseMapQuery, retry: false });
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <WallPage />
    </QueryClientProvider>
  </StrictMode>,
);
