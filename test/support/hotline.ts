import { testSecrets } from './chengyun.ts';

/** Sends tickets to the hotline door of a running city, as a platform does. */
export function sendTickets(url: string, tickets: readonly Record<string, unknown>[]): Promise<Response> {
  return fetch(`${url}/api/ingest/hotline`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ tickets }),
  });
}
