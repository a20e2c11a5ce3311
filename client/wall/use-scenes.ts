import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { SceneFigures, SceneSubjects } from '#contracts/scene.ts';
import { apiGet } from '../shared/api.ts';
import { overviewId } from './scene.ts';
import type { Scene } from './scene.ts';
import { scenes } from './scenes.ts';

/** The scenes that this account may see, each with its matters; the overview alone until the server has said which. */
export function useScenes(): readonly Scene[] {
  const { data } = useQuery({
    queryKey: ['wall-scenes'],
    queryFn: () => apiGet('/api/wall/scenes', SceneSubjects),
    staleTime: Infinity,
    retry: true,
    retryDelay: 5_000,
  });
  return useMemo(() => {
    const subjects = new Map(data?.items.map(({ id, categories }) => [id, new Set(categories)]));
    return scenes.flatMap((scene): Scene[] => {
      const own = subjects.get(scene.id);
      if (!own) return scene.id === overviewId ? [scene] : [];
      return [{ shows: ({ categoryCode }) => own.has(categoryCode), ...scene }];
    });
  }, [data]);
}

/** The scene's own figures, each 10 s; the last ones stand with their time while the server is silent. */
export function useSceneFigures({ id }: Scene): SceneFigures | null {
  const { data } = useQuery({
    queryKey: ['wall-scene', id],
    queryFn: () => apiGet(`/api/wall/scenes/${id}`, SceneFigures),
    enabled: id !== overviewId,
    refetchInterval: 10_000,
    retry: false,
  });
  return data ?? null;
}
