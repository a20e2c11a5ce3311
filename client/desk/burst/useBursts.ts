import { useQuery } from '@tanstack/react-query';
import { BurstList } from '#contracts/burst.ts';
import type { Burst } from '#contracts/burst.ts';
import { apiGet } from '../../shared/api.ts';
import type { Side } from '../RightColumn.tsx';

const none: readonly Burst[] = [];

export type Bursts = {
  bursts: readonly Burst[];
  /** The one that the right column shows. */
  burst: Burst | undefined;
  /** Shows the next one; absent when there is none. */
  nextBurst: (() => void) | undefined;
};

/** 归案建议 that stand open; read again when the live feed says that one moved. */
export function useBursts(may: boolean, side: Side, setSide: (side: Side) => void): Bursts {
  const read = useQuery({
    queryKey: ['bursts'],
    enabled: may,
    queryFn: async () => (await apiGet('/api/bursts', BurstList)).items,
    refetchInterval: 60_000,
  });
  const bursts = read.data ?? none;
  const shown = side.kind === 'burst' ? bursts.findIndex(({ id }) => id === side.id) : -1;
  const next = bursts[(shown + 1) % bursts.length];
  return {
    bursts,
    burst: bursts[shown],
    nextBurst: next && (() => setSide({ kind: 'burst', id: next.id })),
  };
}
