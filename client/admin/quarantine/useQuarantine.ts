import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { QuarantineRow } from '#contracts/desk.ts';
import { apiGet, apiSend, withQuery } from '../../shared/api.ts';

const Page = z.object({
  items: z.array(QuarantineRow),
  counts: z.array(z.object({ code: z.string(), count: z.number() })),
});
const Replayed = z.object({ accepted: z.number(), refused: z.number() });
const pageSize = 100;

export type State = QuarantineRow['state'];

/** How many rows wait for a decision. */
export function useOpenCount(enabled: boolean) {
  return useQuery({
    queryKey: ['quarantine', 'count'],
    queryFn: async () => {
      const { counts } = await apiGet('/api/quarantine?limit=1', Page);
      return counts.reduce((sum, { count }) => sum + count, 0);
    },
    enabled,
    refetchInterval: 30_000,
  });
}

/** The rows of one state and reason, newest first, a page at a time. */
export function useQuarantine(state: State, code: string | null) {
  return useInfiniteQuery({
    queryKey: ['quarantine', 'list', state, code],
    queryFn: ({ pageParam }) =>
      apiGet(withQuery('/api/quarantine', { state, code, before: pageParam, limit: pageSize }), Page),
    initialPageParam: null as number | null,
    getNextPageParam: ({ items }) => (items.length < pageSize ? undefined : items.at(-1)?.id),
    refetchInterval: 30_000,
  });
}

/** One row with its item, masked. */
export function useItem(id: number) {
  return useQuery({
    queryKey: ['quarantine', 'item', id],
    queryFn: () => apiGet(`/api/quarantine/${id}`, QuarantineRow),
  });
}

/** 重放 or 作废; answers how many were taken when it was replayed. */
export function useDecide() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, note }: { id: number; note: string | null }) => {
      if (note === null) return apiSend('POST', `/api/quarantine/${id}/replay`, undefined, Replayed);
      await apiSend('POST', `/api/quarantine/${id}/drop`, { note }, null);
      return null;
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['quarantine'] }),
  });
}
