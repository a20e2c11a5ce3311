import { useQuery } from '@tanstack/react-query';
import { BurstList } from '#contracts/burst.ts';
import type { Burst } from '#contracts/burst.ts';
import { apiGet } from '../../shared/api.ts';

const none: readonly Burst[] = [];

/** 归案建议 that stand open; read again when the live feed says that one moved. */
export function useBursts(may: boolean): readonly Burst[] {
  const bursts = useQuery({
    queryKey: ['bursts'],
    enabled: may,
    queryFn: async () => (await apiGet('/api/bursts', BurstList)).items,
    refetchInterval: 60_000,
  });
  return bursts.data ?? none;
}
