import { z } from 'zod';
import { ApiError, apiSend } from '../../shared/api.ts';
import type { Shot, Step } from './box.ts';

/** What became of one attempt. `line`: nobody was reached, so nothing else is tried now. */
export type Sent =
  | { outcome: 'done'; version: number | null }
  | { outcome: 'line' }
  | { outcome: 'signed-out' }
  | { outcome: 'later' | 'conflict' | 'refused'; message: string };

const Answer = z.object({ version: z.number().int().optional() }).loose();

/** Sends one step to the server. Never throws: what goes wrong is an outcome. */
export async function sendStep(step: Step, shot: Shot | null): Promise<Sent> {
  const at = { onSignedOut: 'throw', signal: AbortSignal.timeout(60_000) } as const;
  try {
    if (step.kind === 'photo' && shot === null)
      return { outcome: 'refused', message: '照片文件已被手机清理，请删除后重拍' };
    const body = shot === null ? { actionId: step.id, ...step.body } : formOf(step, shot);
    const answer = await apiSend('POST', pathOf(step), body, Answer.optional(), at);
    return { outcome: 'done', version: step.kind === 'photo' ? null : (answer?.version ?? null) };
  } catch (error) {
    return outcomeOf(error);
  }
}

function pathOf({ kind, taskId, body }: Step): string {
  if (kind === 'photo') return '/api/photos';
  if (kind === 'new') return '/api/field/reports';
  if (kind === 'read') return `/api/inbox/${String(body['itemId'])}/read`;
  return `/api/tasks/${taskId}/${kind}`;
}

function formOf({ id, body }: Step, shot: Shot): FormData {
  const form = new FormData();
  form.set('id', id);
  for (const [name, value] of Object.entries(body)) form.set(name, String(value));
  form.set('file', shot.blob, `${id}.jpg`);
  return form;
}

/** Refusals of the rules stay refused until the person decides; everything else is tried again. */
export function outcomeOf(error: unknown): Sent {
  if (!(error instanceof ApiError)) return { outcome: 'line' };
  const { status, code, message } = error;
  if (code === 'offline') return { outcome: 'line' };
  // The server has answered 2xx in a shape that this page does not know: it has taken effect.
  if (code === 'bad-answer') return { outcome: 'done', version: null };
  if (status === 401) return { outcome: 'signed-out' };
  if (status === 409) return { outcome: 'conflict', message };
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    return { outcome: 'later', message };
  return { outcome: 'refused', message };
}
