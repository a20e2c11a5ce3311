import pg from 'pg';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { failureKind } from '#store/db.ts';

const coded = (code: string): Error => Object.assign(new Error('x'), { code });

test.each([
  ['23505', 'data'],
  ['22P02', 'data'],
  ['53300', 'away'],
  ['40P01', 'away'],
  ['25P03', 'away'],
  ['25001', 'other'],
  ['ECONNREFUSED', 'away'],
  ['42P01', 'other'],
])('PostgreSQL’s %s is %s', (code, kind) => {
  expect(failureKind(coded(code))).toBe(kind);
});

test.each(['a timeout of the caller', 'no Connection terminated'])(
  '“%s” is nothing that the driver says',
  (words) => {
    expect(failureKind(new Error(words))).toBe('other');
  },
);

test('a database that takes connections and says nothing is away, in the pool’s and in the driver’s own words', async () => {
  const mute = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => mute.once('listening', resolve));
  const address = mute.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const options = { host: '127.0.0.1', port, connectionTimeoutMillis: 50, max: 1 };
  const pool = new pg.Pool(options);
  const said = await Promise.allSettled([pool.connect(), pool.connect(), new pg.Client(options).connect()]);
  const reasons = said.map((one) => (one.status === 'rejected' ? (one.reason as Error) : null));
  expect(reasons.map((reason) => [reason?.message, failureKind(reason)])).toEqual(
    reasons.map((reason) => [reason?.message, 'away']),
  );
  await pool.end();
  mute.close();
});
