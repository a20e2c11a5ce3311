import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { CameraPoint } from '#contracts/wall.ts';
import { apiGet } from '../api.ts';

/** Registered cameras with their places and, where known, what each sees. */
export const camerasQuery = queryOptions({
  queryKey: ['map', 'cameras'],
  queryFn: () => apiGet('/api/map/cameras', z.array(CameraPoint)),
});
