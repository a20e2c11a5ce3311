import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCircuit } from '#workers/circuit.ts';
import { makeGather } from '#workers/gather.ts';
import { mayReach } from '#workers/post.ts';
import { jobIdOf } from '#workers/queues.ts';
import { backoffSeconds } from '#workers/settle.ts';
import { webhookSecret } from '#store/webhook-secret.ts';

test('a job id is never empty, never a number, never has a colon, and no two deliveries share one', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      const id = jobIdOf(a);
      expect(id).not.toMatch(/^\d*$|:/);
      expect(id === jobIdOf(b)).toBe(a === b);
    }),
  );
});

test('pauses between attempts grow, are scattered, and six attempts fit into five minutes', () => {
  const longest = [1, 2, 3, 4, 5].map((attempts) => backoffSeconds(attempts, 1));
  const shortest = [1, 2, 3, 4, 5].map((attempts) => backoffSeconds(attempts, 0));
  expect(longest.reduce((sum, seconds) => sum + seconds)).toBeLessThan(240);
  for (const [i, seconds] of shortest.entries())
    expect(seconds).toBeGreaterThan((shortest[i - 1] ?? 0) * 1.5);
});

test.each([
  ['127.0.0.1', false, true],
  ['::1', false, true],
  ['::ffff:127.0.0.1', false, true],
  ['::ffff:7f00:1', false, false],
  ['10.1.2.3', true, false],
  ['192.168.3.4', true, false],
  ['203.0.113.9', true, false],
  ['fd00::5', true, false],
  ['169.254.169.254', false, false],
  ['::ffff:169.254.169.254', false, false],
  ['fe80::1', false, false],
  ['0.0.0.0', false, false],
  ['::', false, false],
  ['224.0.0.1', false, false],
  ['255.255.255.255', false, false],
  ['not an address', false, false],
])('%s: from the real city %s, from a test %s', (address, fromReal, fromTest) => {
  expect(mayReach(address, 'network')).toBe(fromReal);
  expect(mayReach(address, 'loopback')).toBe(fromTest);
});

test('a circuit lets four in, shuts after five failures in a row, and then tries with one', () => {
  let now = 0;
  const circuit = makeCircuit(() => now);
  for (let n = 0; n < 4; n += 1) expect(circuit.enter('u1').go).toBe(true);
  expect(circuit.enter('u1')).toEqual({ go: false, waitSeconds: 1 });
  expect(circuit.enter('u2').go).toBe(true);
  for (let n = 0; n < 4; n += 1) circuit.leave('u1', false);
  expect(circuit.enter('u1').go).toBe(true);
  circuit.leave('u1', false);
  expect(circuit.enter('u1')).toEqual({ go: false, waitSeconds: 30 });
  now = 30_000;
  expect(circuit.enter('u1').go).toBe(true);
  expect(circuit.enter('u1').go).toBe(false);
  circuit.leave('u1', true);
  for (let n = 0; n < 4; n += 1) expect(circuit.enter('u1').go).toBe(true);
});

test('calls that come together are one, and each hears how its own ended', async () => {
  const batches: number[][] = [];
  const gather = makeGather<number>(
    async (items) => {
      batches.push([...items]);
      if (items.includes(5)) throw new Error('five');
    },
    { waitMs: 5, most: 3 },
  );
  const ended = await Promise.allSettled([1, 2, 3, 4, 5].map(gather));
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
  expect(ended.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
});

test('every unit has a secret of its own, the same after a restart', () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  expect(webhookSecret(key, 'u1')).toMatch(/^[0-9a-f]{64}$/);
  expect(webhookSecret(key, 'u1')).toBe(webhookSecret(key, 'u1'));
  expect(webhookSecret(key, 'u1')).not.toBe(webhookSecret(key, 'u2'));
});
