import { createHmac, randomBytes } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { districtNames } from '#contracts/city.ts';
import type { Actor, Role } from '#contracts/people.ts';
import { readCity } from '#geodata/city.ts';
import { makeApp } from '#server/app.ts';
import type { Settings } from '#server/app.ts';
import type { Parts } from '#server/http/route.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import { insertAccounts } from '#store/accounts.ts';
import { cityNow } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { readReference } from '#store/reference.ts';
import { makeGazetteer } from '#text/gazetteer.ts';
import { testSecrets } from './chengyun.ts';
import { actorOf, testVault } from './people.ts';

export type TestApp = {
  url: string;
  parts: Parts;
  settings: Settings;
  /** What the server logged, one JSON line an entry. */
  logged: () => string;
  close: () => Promise<void>;
};

export const bearer = (token: string): { authorization: string } => ({ authorization: `Bearer ${token}` });

/** The HTTP side in this process, over a database of the test, on a port of its own. */
export async function startApp(
  pool: Pool,
  change: Partial<Settings> = {},
  baseMapFile = '/nowhere',
): Promise<TestApp> {
  const reference = await readReference(pool);
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  const city = readCity('zhaoqing');
  const shared = { pool, vault: testVault, reference: () => reference, wake: () => undefined };
  const { doors, close: closeDoors } = makeDoors({ ...shared, bounds: city.bounds });
  const gazetteer = makeGazetteer([], districtNames(city));
  const parts: Parts = { ...shared, log, city, baseMapFile, doors, gazetteer: () => gazetteer };
  const now = await cityNow(pool);
  const settings: Settings = {
    clientFolder: '/nowhere',
    sessionSecret: testSecrets.CHENGYUN_SESSION_SECRET,
    ingestToken: testSecrets.CHENGYUN_INGEST_TOKEN,
    apiToken: testSecrets.CHENGYUN_API_TOKEN,
    secure: false,
    proxyHops: 0,
    pingRedis: async () => 'PONG',
    cityTime: () => now,
    ...change,
  };
  const server = http.createServer(await makeApp(parts, settings));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    parts,
    settings,
    logged: () => lines.join(''),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await closeDoors();
    },
  };
}

/** An account with a session of its own, as after a sign-in; returns the cookie. */
export async function cookieOf(
  pool: Pool,
  role: Role,
  place: Parameters<typeof actorOf>[1] & { username?: string; signedInAt?: Date } = {},
): Promise<string> {
  const { username = `a-${role}`, signedInAt = new Date(), ...where } = place;
  const actor: Actor = { ...actorOf(role, where), username };
  const account = { ...actor, passwordHash: 'none', dutySeat: false, createdBy: 'test' };
  await insertAccounts(pool, [account], signedInAt);
  const sid = randomBytes(32).toString('base64url');
  const cookie = { originalMaxAge: 900_000, httpOnly: true, path: '/', sameSite: 'lax' };
  const session = JSON.stringify({ cookie, username, signedInAt: signedInAt.toISOString() });
  await pool.query(`insert into session values ($1, $2, now() + interval '15 minutes')`, [sid, session]);
  const signature = createHmac('sha256', testSecrets.CHENGYUN_SESSION_SECRET).update(sid).digest('base64');
  return `chengyun=${encodeURIComponent(`s:${sid}.${signature.replace(/=+$/u, '')}`)}`;
}
