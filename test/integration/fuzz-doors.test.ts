import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conservation } from '#store/events.ts';
import { openCity } from '#test/support/bad-input.ts';
import type { City } from '#test/support/bad-input.ts';
import { alert, minutesAgo, ticket } from '#test/support/core.ts';

const requests = 2_000;
const atOnce = 8;

let city: City;
beforeAll(async () => {
  city = await openCity();
  await city.register('sensor', [{ id: 'f1' }]);
  await city.register('camera', [{ id: 'c1' }]);
});
afterAll(() => city.close());

/** What each door wants; the fuzz puts other things in the place of some of it. */
const wanted: Record<string, { list: string; item: () => Record<string, unknown> }> = {
  sensor: {
    list: 'readings',
    item: () => ({ deviceId: 'f1', metric: 'depth_m', value: 0.3, observedAt: minutesAgo(1), seq: 1 }),
  },
  camera: {
    list: 'alerts',
    item: () =>
      alert({
        box: [0.1, 0.1, 0.2, 0.2],
        snapshotBase64: 'aGVsbG8=',
        snapshotUrl: 'http://x/1.jpg',
        phase: 'start',
      }),
  },
  hotline: {
    list: 'tickets',
    item: () => ticket({ title: '水浸', address: '天宁北路', callerName: '陈生', callerPhone: '13812345678', kind: 'help', urgent: true, crs: 'gcj02' }), // prettier-ignore
  },
  report: {
    list: 'reports',
    item: () => ({ reporterKind: 'grid', reportNo: `R${Math.random()}`, text: '井盖缺失', observedAt: minutesAgo(2), lng: 112.46, lat: 23.05, photos: ['aGVsbG8='], selfHandled: false }), // prettier-ignore
  },
  vessel: { list: 'positions', item: () => ({ id: '413000001', observedAt: minutesAgo(1), lng: 112.46, lat: 23.05, speedKn: 7, courseDeg: 90, class: 'cargo' }) }, // prettier-ignore
  vehicle: { list: 'positions', item: () => ({ id: '粤H12345', observedAt: minutesAgo(1), lng: 112.46, lat: 23.05, speedKmh: 60 }) }, // prettier-ignore
};

/** Values that programs choke on. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', ' ', '\u0000', '\ud83d', '\udc00x', '\ufffd', '__proto__', 'NaN', '1e999', [], {}, [[]], -0, -1, 1e308, 5e-324, 2 ** 53, 253402300800000, -62135596800001, '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '0001-01-01T00:00:00+14:00', "'; drop table event; --", '{"a":1}', '%s%n', '../../etc/passwd', '😀'.repeat(50), 'a'.repeat(5_000)), // prettier-ignore
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 5 }),
);

/** One item with some fields replaced, removed or added. */
const mutated = (item: () => Record<string, unknown>): fc.Arbitrary<unknown> =>
  fc
    .record({
      replace: fc.array(fc.tuple(fc.nat(), nasty), { maxLength: 3 }),
      remove: fc.option(fc.nat(), { freq: 3 }),
      add: fc.option(fc.tuple(fc.string({ maxLength: 12 }), nasty), { freq: 3 }),
    })
    .map(({ replace, remove, add }) => {
      const made = item();
      const names = Object.keys(made);
      for (const [at, value] of replace) made[names[at % names.length]!] = value;
      if (remove !== null) delete made[names[remove % names.length]!];
      return add === null ? made : { ...made, [add[0]]: add[1] };
    });

type Shot = { door: string; body: Uint8Array<ArrayBuffer>; headers: Record<string, string> };

const shot: fc.Arbitrary<Shot> = fc.constantFrom(...Object.keys(wanted)).chain((door) => {
  const { list, item } = wanted[door]!;
  const items = fc.array(fc.oneof({ weight: 6, arbitrary: mutated(item) }, { weight: 1, arbitrary: nasty }), {
    minLength: 1,
    maxLength: 5,
  });
  const json = items.map((all) => ({ text: JSON.stringify({ [list]: all }), type: 'application/json' }));
  const lines = items.map((all) => ({
    text: all.map((one) => JSON.stringify(one)).join('\n'),
    type: 'application/x-ndjson',
  }));
  const cutShort = fc
    .tuple(json, fc.nat(400))
    .map(([{ text }, at]) => ({ text: text.slice(0, at), type: 'application/json' }));
  const bytes = fc
    .uint8Array({ maxLength: 300 })
    .map((all) => ({ text: Buffer.from(all), type: 'application/json' }));
  const anything = fc.tuple(fc.json({ maxDepth: 8 }), fc.constantFrom('application/json', 'text/plain', 'application/json; charset=gbk', 'json')).map(([text, type]) => ({ text, type })); // prettier-ignore
  const body = fc.oneof(
    { weight: 5, arbitrary: json },
    { weight: 3, arbitrary: lines },
    cutShort,
    bytes,
    anything,
  );
  const packing = fc.constantFrom('none', 'none', 'none', 'gzip', 'lie', 'cut');
  return fc.tuple(body, packing).map(([{ text, type }, pack]) => {
    const plain = Buffer.from(text);
    const packed = gzipSync(plain);
    const sent = pack === 'gzip' ? packed : pack === 'cut' ? packed.subarray(0, packed.length / 2) : plain;
    return {
      door,
      body: new Uint8Array(sent),
      headers: { 'content-type': type, ...(pack === 'none' ? {} : { 'content-encoding': 'gzip' }) },
    };
  });
});

test('two thousand malformed requests at the six doors: every one is answered, none with an error of ours', async () => {
  const seed = Date.now();
  const shots = fc.sample(shot, { numRuns: requests, seed });
  const failures: string[] = [];
  const lost: unknown[] = [];
  const onLost = (error: unknown): void => void lost.push(error);
  process.on('unhandledRejection', onLost);
  let next = 0;
  const statuses = new Map<number, number>();
  const fire = async (): Promise<void> => {
    for (let i = next++; i < shots.length; i = next++) {
      const { door, body, headers } = shots[i]!;
      const response = await fetch(`${city.app.url}/api/ingest/${door}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${city.app.settings.ingestToken}`, ...headers },
        body,
      });
      const text = await response.text();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status >= 500)
        failures.push(
          `${door} ${response.status} ${JSON.stringify(headers)} ${Buffer.from(body).toString('latin1').slice(0, 400)} ${text}`,
        );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, fire));
  process.off('unhandledRejection', onLost);
  expect(failures, `seed ${seed}`).toEqual([]);
  expect(lost, `seed ${seed}`).toEqual([]);
  // The shots must hit: some things taken, some kept apart, some unreadable.
  expect([202, 422, 400].map((status) => (statuses.get(status) ?? 0) > requests / 50)).toEqual([
    true,
    true,
    true,
  ]);
  await city.core.merge();
  const { accepted, linked, waiting, quarantined } = await conservation(city.core.pool);
  expect(linked + waiting + quarantined, `seed ${seed}`).toBe(accepted);
  expect(accepted).toBeGreaterThan(100);
  expect((await city.post({ items: [ticket()] }, 'hotline')).status).toBe(202);
});
