import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Triage } from '#contracts/desk.ts';
import { apiSend } from '../../shared/api.ts';
import type { Point } from '../desk-context.ts';

const pauseMs = 350;

/** What the server understands of the draft, asked again when the typing pauses. */
export function useTriage(text: string, address: string, point: Point | null) {
  const settled = useSettled(
    JSON.stringify({ text: text.trim(), address: address.trim(), ...point }),
    pauseMs,
  );
  const body = JSON.parse(settled) as { text: string; address: string };
  return useQuery({
    queryKey: ['triage', settled],
    enabled: body.text.length >= 2,
    queryFn: ({ signal }) =>
      apiSend(
        'POST',
        '/api/triage',
        { ...body, address: body.address === '' ? undefined : body.address },
        Triage,
        {
          signal,
        },
      ),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

function useSettled(value: string, afterMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), afterMs);
    return () => clearTimeout(timer);
  }, [value, afterMs]);
  return settled;
}
