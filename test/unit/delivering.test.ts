import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeCircuit } from '#workers/circuit.ts';
import { mayReach } from '#workers/post.ts';
import { bundlesOf, jobIdOf } from '#workers/queues.ts';
import { backoffSeconds } from '#workers/settle.ts';
import { webhookSecret } from '#store/webhook-secret.ts';

const numbers = fc.uniqueArray(fc.maxSafeNat(), { minLength: 1, maxLength: 300 });
const queued = (ids: readonly number[]) => ids.map((id) => ({ id, channel: 'inbox' }));

test('a job id is never empty, never a number, never has a colon, and no two bundles share one', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 100 }), (ids, most) => {
      const jobIds = bundlesOf(queued(ids), most).map(jobIdOf);
      for (const id of jobIds) expect(id).not.toMatch(/^\d*$|:/);
      expect(new Set(jobIds).size).toBe(jobIds.length);
    }),
  );
});

test('every delivery is in one bundle, none is too large, and what is left falls into the same ones again', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 100 }), (ids, most) => {
      const bundles = bundlesOf(queued(ids), most);
      expect(bundles.flat().sort((a, b) => a - b)).toEqual([...ids].sort((a, b) => a - b));
      for (const bundle of bundles) expect(bundle.length).toBeLessThanOrEqual(most);
      const left = bundles.slice(1);
      expect(bundlesOf(queued(left.flat().reverse()), most)).toEqual(left);
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

test('every unit has a secret of its own, the same after a restart', () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  expect(webhookSecret(key, 'u1')).toMatch(/^[0-9a-f]{64}$/);
  expect(webhookSecret(key, 'u1')).toBe(webhookSecret(key, 'u1'));
  expect(webhookSecret(key, 'u1')).not.toBe(webhookSecret(key, 'u2'));
});
