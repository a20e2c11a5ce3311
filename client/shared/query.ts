import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/**
 * One cache for a page. Rows come fresh from the live feed, so queries are not repeated on focus;
 * a refusal of the rules is never tried again, a lost line twice. The city's server may be reached where a browser takes
 * itself for offline (an office network without a way out): everything is tried, and its fault told, at once.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (times, error) =>
        times < 2 && (!(error instanceof ApiError) || error.code === 'offline' || error.status >= 500),
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
