import type { Setup } from './lines.ts';

/** What came back; null: the line broke, nobody knows what happened at the other end. */
export type Answer = { status: number; text: string } | null;

const patienceMs = 12_000;

/** HTTP to whichever server answers: after a failure the next request goes to the next server. */
export function makeCaller(
  setup: Setup,
): (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  headers: Record<string, string>,
  body?: string,
) => Promise<Answer> {
  let turn = 0;
  return async (method, path, headers, body) => {
    const url = setup.urls[turn % setup.urls.length]! + path;
    try {
      const answer = await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        signal: AbortSignal.timeout(patienceMs),
        ...(body === undefined ? {} : { body }),
      });
      return { status: answer.status, text: await answer.text() };
    } catch {
      turn += 1;
      return null;
    }
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
