import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { pause } from './http.ts';
import { openLedger } from './ledger.ts';
import { files } from './lines.ts';
import type { DepartmentLine, Setup } from './lines.ts';

/** One call in so many is answered 500 although nothing is wrong with it. */
const troubleEvery = 40;

/**
 * The departments' own systems: one effect for each key, a fence lower than one seen is refused, every call written
 * down before it is answered. `hold` makes them slow for a while, so that a sender can die between sending and marking.
 */
export async function startDepartment(
  setup: Setup,
): Promise<{ hold: (ms: number) => void; close: () => void }> {
  const write = openLedger<DepartmentLine>(path.join(setup.folder, files.department));
  const fences = new Map<string, number>();
  let calls = 0;
  let slowUntil = 0;

  const judge = (key: string, fence: number): number => {
    calls += 1;
    if (fence < (fences.get(key) ?? 0)) return 409;
    fences.set(key, fence);
    return calls % troubleEvery === 0 ? 500 : 200;
  };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const key = String(request.headers['idempotency-key']);
      const fence = Number(request.headers['x-fence']);
      const unit = request.url?.slice(1) ?? '';
      const mac = createHmac('sha256', setup.secrets[unit] ?? '')
        .update(`${key}.${fence}.`)
        .update(body);
      const signed = request.headers['x-signature'] === `sha256=${mac.digest('hex')}`;
      const status = judge(key, fence);
      write({ key, fence, unit, signed, status, hash: createHash('sha256').update(body).digest('hex') });
      void pause(Math.max(0, Math.min(4_000, slowUntil - Date.now()))).then(() => {
        response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(setup.departmentPort, '127.0.0.1', resolve));
  return {
    hold: (ms) => (slowUntil = Date.now() + ms),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
