import { expect } from 'vitest';
import { cityNow } from '#store/db.ts';
import { makePartitions } from '#store/upkeep.ts';
import { mostCharacters } from '#text/normalise.ts';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { alert, minutesAgo, ticket } from '#test/support/core.ts';

const one = { status: 202, accepted: 1 };
const incidents = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select * from incident order by id');
const bodies = (city: City): Promise<string[]> =>
  city.core
    .rows<{ body: string }>('select body from event order by id')
    .then((rows) => rows.map((row) => row.body));
const markup = [
  '<script>alert(1)</script><b>路灯</b>',
  '=HYPERLINK("http://x","路灯")',
  "'; drop table event; --",
];
/** 路灯坏了 in GBK, where UTF-8 is promised. */
const gbk = Buffer.concat([
  Buffer.from(
    '{"tickets":[{"platform":"zq12345","ticketNo":"G1","calledAt":"2026-06-12T08:00:00+08:00","text":"',
  ),
  Buffer.from([0xc2, 0xb7, 0xb5, 0xc6, 0xbb, 0xb5, 0xc1, 0xcb]),
  Buffer.from('"}]}'),
]);

/** Tickets 11 to 20: words, matters, and a whole day at once. */
export const matterInputs: BadInput[] = [
  {
    no: 11,
    name: 'two hundred thousand characters, characters that hide or turn round and emoji on the cut are stored as one spelling',
    sent: () => [
      { items: [ticket({ text: `${'水'.repeat(mostCharacters - 1)}😀${'浸'.repeat(189_000)}` })] },
      {
        items: [ticket({ text: '路\u200b面\u202e水浸\ufeff e\u0301 １２３', title: `${'啊'.repeat(39)}😀` })],
      },
      { items: [ticket({ text: '水'.repeat(200_001) })] },
    ],
    answers: [one, one, { status: 422, refused: [[0, 'bad-item']] }],
    effect: { events: 2, requests: 2, quarantine: ['bad-item'] },
    also: async (city) => {
      const [long, short] = await bodies(city);
      expect(long).toBe('水'.repeat(mostCharacters - 1));
      expect(short).toBe('路面水浸 é 123');
      expect((await incidents(city)).map((row) => String(row['title']).isWellFormed())).not.toContain(false);
      const [row] = await city.core.rows<{ key: string; sealed: Buffer }>(
        'select key, sealed from event order by id',
      );
      expect(city.core.vault.open(`event:hotline/${row!.key}`, row!.sealed).toString()).toContain(
        '浸'.repeat(189_000),
      );
    },
  },
  {
    no: 12,
    name: 'HTML, scripts, formulas and patterns are text and stay text, also as the name of a caller',
    sent: () => [
      { items: markup.map((text) => ticket({ text })) },
      {
        items: ['((((', '])YF-je+i\\', '$&', '[^x]{9}'].map((odd) =>
          ticket({ text: '井盖缺失', callerName: odd, address: `天宁北路${odd}`, title: odd }),
        ),
      },
    ],
    answers: [
      { status: 202, accepted: 3 },
      { status: 202, accepted: 4 },
    ],
    effect: { events: 7, requests: 7 },
    also: async (city) => expect((await bodies(city)).slice(0, 3)).toEqual(markup),
  },
  {
    no: 13,
    name: 'GBK bytes called UTF-8 answer 400; words that were damaged on the way are kept apart, never stored as words',
    sent: () => [
      { text: gbk },
      { items: [ticket({ text: '路灯\ufffd\ufffd坏' }), ticket({ text: '锟斤拷锟斤拷锟斤拷' }), ticket()] },
    ],
    answers: [
      { status: 400, code: 'bad-body' },
      {
        status: 202,
        accepted: 1,
        refused: [
          [0, 'bad-item'],
          [1, 'bad-item'],
        ],
      },
    ],
    effect: { events: 1, quarantine: ['bad-item'] },
    also: async (city) => expect((await bodies(city)).join('')).not.toContain('\ufffd'),
  },
  {
    no: 14,
    name: 'fifty calls of one person on one matter are one incident of fifty, and fifty promises',
    sent: () =>
      Array.from({ length: 5 }, (_, r) => ({
        items: Array.from({ length: 10 }, (_, i) =>
          ticket({ callerPhone: '13812345678', calledAt: minutesAgo(50 - r * 10 - i) }),
        ),
      })),
    answers: Array.from({ length: 5 }, () => ({ status: 202, accepted: 10 })),
    effect: { events: 50, incidents: 1, tasks: 1, requests: 50 },
    also: async (city) =>
      expect(await incidents(city)).toMatchObject([{ event_count: 50, request_count: 50 }]),
  },
  {
    no: 15,
    name: 'thirty callers on one burst pipe within two minutes are exactly one incident',
    sent: () =>
      Array.from({ length: 30 }, (_, i) => ({
        items: [
          ticket({
            text: '水管爆裂，水喷得好高',
            callerPhone: `1381234${1000 + i}`,
            calledAt: Date.now() - i * 4_000,
            lng: 112.462 + (i % 5) * 0.0001,
          }),
        ],
      })),
    answers: Array.from({ length: 30 }, () => one),
    effect: { events: 30, incidents: 1, requests: 30 },
  },
  {
    no: 16,
    name: 'two matters at one address are two incidents',
    sent: () => [{ items: [ticket({ text: '路灯不亮' }), ticket({ text: '有人乱摆卖占道经营' })] }],
    answers: [{ status: 202, accepted: 2 }],
    effect: { events: 2, incidents: 2, requests: 2 },
  },
  {
    no: 17,
    name: 'the code of a unit that is no more is flagged, and the list of duties says who has it today',
    sent: () => [{ items: [ticket({ departmentCode: 'zq-abolished-2019' })] }],
    answers: [one],
    effect: { events: 1, incidents: 1, tasks: 1, flags: ['unknown-department'] },
    also: async (city) => {
      const [row] = await incidents(city);
      expect(city.core.reference().unit.has(String(row!['unit_code']))).toBe(true);
    },
  },
  {
    no: 18,
    name: 'a promise that has passed when the ticket comes is kept as it was; a year without a published calendar is flagged',
    sent: () => [{ items: [ticket({ calledAt: minutesAgo(6 * 1440) })] }],
    answers: [one],
    effect: { events: 1, requests: 1, incidents: 1 },
    also: async (city) => {
      expect(await city.core.rows('select promised_at < city_now() as late from request')).toEqual([
        { late: true },
      ]);
      await city.core.asOwner(
        "update city_clock set anchor_real = clock_timestamp(), anchor_city = '2035-03-05 10:00+08'",
      );
      try {
        await makePartitions(city.core.pool, await cityNow(city.core.pool));
        await city.post(
          { items: [ticket({ text: '有人占道经营', calledAt: '2035-03-05T09:59:00+08:00' })] },
          'hotline',
        );
        await city.core.merge();
      } finally {
        await city.core.asOwner('update city_clock set anchor_real = now(), anchor_city = now()');
      }
      expect(
        await city.core.rows(
          "select 1 from deadline where kind = 'promise' and flags @> '{calendar-unknown}'",
        ),
      ).toHaveLength(1);
    },
  },
  { no: 19, name: 'a withdrawal before the ticket itself', leftOut: 'The contract has no withdrawal: a ticket that ends upstream comes as a further revision.' }, // prettier-ignore
  {
    no: 20,
    name: 'a whole day sent again is all duplicates and no work, and the other doors go on answering',
    play: async (city) => {
      const day = Array.from({ length: 20_000 }, (_, i) =>
        ticket({
          ticketNo: `D${i}`,
          text: `积水${i}`,
          calledAt: Date.now() - 60_000,
          lng: 112.4 + (i % 20) * 0.02,
          lat: 23.05,
        }),
      );
      const requestsOf5000 = [0, 1, 2, 3].map((i) => ({ items: day.slice(i * 5_000, (i + 1) * 5_000) }));
      for (const sent of requestsOf5000)
        expect(await city.post(sent, 'hotline')).toMatchObject({ status: 202, body: { accepted: 5_000 } });
      await city.core.merge();
      const before = await city.effect();
      expect(before).toMatchObject({ events: 20_000, requests: 20_000, incidents: 20, tasks: 20 });
      let done = false;
      const resend = Promise.all(requestsOf5000.map((sent) => city.post(sent, 'hotline'))).finally(
        () => (done = true),
      );
      let answered = 0;
      while (!done) {
        expect(await city.post({ items: [alert({ lng: 112.4 })] }, 'camera')).toMatchObject({ status: 202 });
        if (!done) answered += 1;
      }
      for (const { status, body } of await resend)
        expect([status, body]).toEqual([202, { accepted: 0, duplicates: 5_000, quarantined: [] }]);
      expect(answered).toBeGreaterThan(3);
      await city.core.merge();
      expect(await city.effect()).toMatchObject({
        requests: 20_000,
        incidents: 20,
        tasks: 20,
        quarantine: [],
      });
    },
  },
];
