import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Received = { key: string; fence: number; body: string; status: number; signed: boolean };

export type Receiver = {
  url: string;
  /** Every call, in order, with the answer it got. */
  calls: Received[];
  /** Keys whose effect has happened: each once, however often it was sent. */
  effects: Set<string>;
  /** How the next calls are answered; `hang` never answers. */
  behave: (how: number | 'hang' | 'html' | 'redirect' | 'well') => void;
  close: () => Promise<void>;
};

/**
 * A department's system as the interface asks for it: one effect for each key, a fence lower than one it has seen is
 * refused with 409, the signature checked with the unit's secret.
 */
export async function startReceiver(secret: string): Promise<Receiver> {
  const calls: Received[] = [];
  const effects = new Set<string>();
  const fences = new Map<string, number>();
  let how: Parameters<Receiver['behave']>[0] = 'well';

  const answer = (key: string, fence: number): number => {
    if (typeof how === 'number') return how;
    if (fence < (fences.get(key) ?? 0)) return 409;
    fences.set(key, fence);
    effects.add(key);
    return 200;
  };
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const key = String(request.headers['idempotency-key']);
      const fence = Number(request.headers['x-fence']);
      const signed = isSigned(secret, `${key}.${fence}.${body}`, String(request.headers['x-signature']));
      const status =
        how === 'html' ? 200 : how === 'redirect' ? 302 : how === 'hang' ? 0 : answer(key, fence);
      calls.push({ key, fence, body, status, signed });
      if (how === 'hang') return;
      response.statusCode = status;
      if (how === 'redirect') response.setHeader('location', '/elsewhere');
      response.setHeader('content-type', how === 'html' ? 'text/html; charset=utf-8' : 'application/json');
      response.end(how === 'html' ? '<html>请登录</html>' : '{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tasks`,
    calls,
    effects,
    behave: (next) => (how = next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isSigned(secret: string, text: string, signature: string): boolean {
  const right = Buffer.from(`sha256=${createHmac('sha256', secret).update(text).digest('hex')}`);
  const given = Buffer.from(signature);
  return right.length === given.length && timingSafeEqual(right, given);
}
