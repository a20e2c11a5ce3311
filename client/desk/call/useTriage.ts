import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Triage } from '#contracts/call.ts';
import { apiSend } from '../../shared/api.ts';
import type { Point } from '../desk-context.ts';
import { filled } from './draft.ts';
import type { CallDraft } from './draft.ts';

const pauseMs = 350;

/** What the server understands of the draft, asked again when the typing pauses; nothing while no call is written. */
export function useTriage(draft: CallDraft | null, point: Point | null) {
  const { text = '', address, categoryCode } = draft ? filled(draft) : {};
  const settled = useSettled(JSON.stringify({ text, address, categoryCode, ...(draft && point) }), pauseMs);
  const body = JSON.parse(settled) as { text: string };
  return useQuery({
    queryKey: ['triage', settled],
    enabled: body.text.length >= 2,
    queryFn: ({ signal }) => apiSend('POST', '/api/triage', body, Triage, { signal }),
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
