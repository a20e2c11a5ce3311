import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ReferenceRow } from '#contracts/reference.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import { apiGet, apiSend } from '../../shared/api.ts';

const Rows = z.object({ items: z.array(ReferenceRow) });
const pathOf = (kind: ReferenceKind, code: string): string =>
  `/api/reference/${kind}/${encodeURIComponent(code)}`;

/** The rows of a kind, each with the shipped value beside the city's own. */
export function useRows(kind: ReferenceKind) {
  return useQuery({
    queryKey: ['reference', 'rows', kind],
    queryFn: async () => (await apiGet(`/api/reference/${kind}/rows`, Rows)).items,
  });
}

export type Body = Record<string, unknown>;

/** Writes the city's own value of a row; null goes back to what was shipped. */
export function useWriteRow(kind: ReferenceKind) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ code, body }: { code: string; body: Body | null }) => {
      if (body === null) await apiSend('DELETE', `${pathOf(kind, code)}/edit`, undefined, null);
      else await apiSend('PUT', pathOf(kind, code), body, null);
    },
    onSettled: () => cache.invalidateQueries({ queryKey: ['reference'] }),
  });
}
