import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { apiGet, apiSend, withQuery } from '../../shared/api.ts';

const instant = z.iso.datetime({ offset: true });
const Row = z.object({
  stream: z.number(),
  seq: z.number(),
  at: instant,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditRow = z.infer<typeof Row>;
const Page = z.object({ items: z.array(Row), nextCursor: z.string().nullable() });
const Verdict = z.object({
  rows: z.number(),
  firstBad: z.object({ stream: z.number(), seq: z.number(), why: z.string() }).nullable(),
});
export type Verdict = z.infer<typeof Verdict>;

export type AuditFilter = {
  actor: string;
  action: string;
  target: string;
  from: string | null;
  to: string | null;
};
export const noFilter: AuditFilter = { actor: '', action: '', target: '', from: null, to: null };

/** The rows that fit, newest first, a page at a time. */
export function useAudit(filter: AuditFilter) {
  return useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      apiGet(withQuery('/api/audit', { ...filter, cursor: pageParam, limit: 100 }), Page),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** Recomputes the whole chain. */
export function useVerify() {
  return useMutation({ mutationFn: () => apiSend('POST', '/api/audit/verify', undefined, Verdict) });
}
