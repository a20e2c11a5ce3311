import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Confirmed, WriteBacks } from '#contracts/write-back.ts';
import type { WriteBackState } from '#contracts/write-back.ts';
import { apiGet, apiSend, errorWords, withQuery } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';

/** The answers on their way back, and the steps that a person takes on them. */
export function useWriteBacks(state: WriteBackState | undefined) {
  const cache = useQueryClient();
  const say = useSay();
  const [busy, setBusy] = useState(false);
  const list = useQuery({
    queryKey: ['write-backs', state],
    queryFn: () => apiGet(withQuery('/api/write-backs', { state }), WriteBacks),
    refetchInterval: 15_000,
  });
  async function step<T>(work: () => Promise<T>): Promise<T | null> {
    setBusy(true);
    try {
      return await work();
    } catch (error) {
      say(errorWords(error));
      return null;
    } finally {
      await cache.invalidateQueries({ queryKey: ['write-backs'] });
      setBusy(false);
    }
  }
  return {
    list,
    busy,
    push: (id: number) => step(() => apiSend('POST', `/api/write-backs/${id}/push`, {}, null)),
    exportFile: (platform: string, again: boolean) => step(() => download(platform, again)),
    confirm: (platform: string, file: string, dryRun: boolean) =>
      step(() => apiSend('POST', '/api/write-backs/confirm', { platform, file, dryRun }, Confirmed)),
  };
}

/** A workbook that is made by a step of its own is no link: what is exported is marked as such. */
async function download(platform: string, again: boolean): Promise<void> {
  const answer = await fetch('/api/write-backs/export', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ platform, again }),
  });
  if (!answer.ok) {
    const { message } = (await answer.json()) as { message?: string };
    throw new Error(message ?? '没有导出，请重试');
  }
  const name = /filename\*=UTF-8''([^;]+)/u.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(name ?? '答复.xlsx');
  link.click();
  URL.revokeObjectURL(link.href);
}
