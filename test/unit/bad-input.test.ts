import { expect, test } from 'vitest';
import { corrected, lateHours } from '#domain/camera-clock.ts';
import { isHeldInStorm, stormAfter } from '#domain/storm.ts';
import { inTurns } from '#server/in-turns.ts';
import { makeStormWatch } from '#server/ingest/storm-watch.ts';
import { phoneKind } from '#text/phone.ts';
import { approvedBy } from '#workers/snapshot/reach.ts';

const now = new Date('2026-06-12T08:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

test('a list of twenty thousand lets others have their turn between', async () => {
  let turns = 0;
  let done = false;
  const others = (): void => {
    turns += 1;
    if (!done) setImmediate(others);
  };
  setImmediate(others);
  const list = Array.from({ length: 20_000 }, (_, i) => i);
  expect(await inTurns(list, (one) => one * 2)).toEqual(list.map((one) => one * 2));
  done = true;
  expect(turns).toBeGreaterThan(50);
});

test('a clock is only suspected when it is a time zone late, and then put right by just that', () => {
  expect([0, 1, 7.5, 7.9, 8, 8.1, 8.5, 24].map((hours) => lateHours(hoursAgo(hours), now))).toEqual([0, 0, 0, 8, 8, 8, 0, 0]); // prettier-ignore
  expect(corrected(hoursAgo(8), 8)).toEqual(now);
});

test('a storm is more than a hundred alerts of one kind within a minute, and ends by itself', () => {
  const inStorm = makeStormWatch();
  const at = (second: number): Date => new Date(now.getTime() + second * 1000);
  const seen = Array.from({ length: stormAfter + 1 }, (_, i) => inStorm('smoke-fire', at(i % 30)));
  expect(seen.lastIndexOf(false)).toBe(stormAfter - 1);
  expect(inStorm('garbage', at(30))).toBe(false);
  expect(inStorm('smoke-fire', at(200))).toBe(false);
});

test('in a storm the doubtful are held, the sure and those without a number are believed', () => {
  expect([0.3, 0.6, 0.79, 0.81, 1, null].map((confidence) => isHeldInStorm(confidence, 0.6))).toEqual([true, true, true, false, false, false]); // prettier-ignore
});

test.each([
  ['138 1234 5678', 'mobile'],
  ['+86-13812345678', 'mobile'],
  ['0758-2223344', 'landline'],
  ['（0758）2223344', 'landline'],
  ['+852 2345 6789', 'overseas'],
  ['00853 28123456', 'overseas'],
  ['400-123-4567', 'service'],
  ['12345', 'service'],
  ['1381234', 'odd'],
  ['', 'anonymous'],
  ['不愿透露', 'anonymous'],
])('the number “%s” is %s', (phone, kind) => {
  expect(phoneKind(phone)).toBe(kind);
});

test('an approved name opens the outside, an approved subnet the inside, and nothing this machine or the link', () => {
  const { host, address } = approvedBy(['pictures.example', '10.20.0.0/16', 'cam.example:8443'], 'real');
  const hosts = ['http://pictures.example/1', 'http://pictures.example:8080/1', 'http://10.20.3.4/1', 'https://cam.example:8443/1', 'https://cam.example/1', 'http://10.21.0.1/1', 'http://evil.example/1']; // prettier-ignore
  expect(hosts.map((url) => host(new URL(url)))).toEqual([true, true, true, true, false, false, false]);
  const inside = [
    '10.20.3.4',
    '10.21.0.1',
    '192.168.1.1',
    '172.16.9.9',
    '100.64.0.1',
    'fd00::1',
    '64:ff9b::a00:1',
    '2002:a00:1::1',
  ];
  expect(inside.map(address)).toEqual([true, false, false, false, false, false, false, false]);
  const never = [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
    'fe80::1',
    '::ffff:192.168.1.1',
    '::ffff:127.0.0.1',
  ];
  expect(never.filter(address)).toEqual([]);
  expect(approvedBy(['127.0.0.1', '::1', '169.254.0.0/16'], 'real').address('127.0.0.1')).toBe(false);
  expect(approvedBy(['169.254.0.0/16'], 'real').address('169.254.169.254')).toBe(false);
  expect(address('8.8.8.8')).toBe(true);
});
