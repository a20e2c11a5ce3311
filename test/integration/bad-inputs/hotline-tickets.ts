import { expect } from 'vitest';
import type { BadInput, City } from '#test/support/bad-input.ts';
import { ticket } from '#test/support/core.ts';

const one = { status: 202, accepted: 1 };
const ndjson = 'application/x-ndjson';
/** A matter without any place. */
const placeless = (over: Record<string, unknown>): Record<string, unknown> =>
  ticket({ lng: undefined, lat: undefined, ...over });
const incidents = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select * from incident order by id');
const requests = (city: City): Promise<Record<string, unknown>[]> =>
  city.core.rows('select * from request order by id');
const bodies = (city: City): Promise<string[]> =>
  city.core
    .rows<{ body: string }>('select body from event order by id')
    .then((rows) => rows.map((row) => row.body));

/** A name that the gazetteer has at three places or more, far from each other. */
function ambiguous(city: City): string {
  const names = [...city.core.mergeParts.gazetteer().byHead.values()].flat();
  const found = names.find(
    ({ name, places }) => name.length >= 3 && new Set(places.map((p) => p.districtCode)).size >= 3,
  );
  return found!.name;
}
const threePlaces = { name: '' };
const again = ticket({ text: '天宁北路路灯不亮' });
/** Tickets 1 to 10: numbers, revisions, places, people. */
export const ticketInputs: BadInput[] = [
  {
    no: 1,
    name: 'a ticket without a number answers 422 and names the field',
    sent: () => [{ items: [{ text: '路灯不亮', platform: 'zq12345' }] }],
    answers: [{ status: 422, refused: [[0, 'bad-item']], says: 'ticketNo' }],
    effect: { events: 0, quarantine: ['bad-item'] },
  },
  {
    no: 2,
    name: 'the same ticket as a file would send it and as the interface does is one ticket',
    sent: () => {
      const calledAt = new Date(Date.now() - 60_000);
      const file = ticket({ calledAt: calledAt.getTime(), urgent: false, confidential: false, kind: 'help' });
      const east = new Date(calledAt.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00');
      const api: Record<string, unknown> = { ...file, calledAt: east, sequence: 7 };
      delete api['revision'];
      return [
        { text: JSON.stringify(file), type: ndjson },
        { items: [Object.fromEntries(Object.entries(api).toReversed())] },
      ];
    },
    answers: [one, { status: 202, accepted: 0, duplicates: 1 }],
    effect: { events: 1, requests: 1, quarantine: [] },
  },
  {
    no: 3,
    name: 'a revision older than the one that stands is kept, urges nobody and overwrites no words',
    sent: () => {
      const base = ticket({ text: '路面水浸，已经两天' });
      return [{ items: [{ ...base, revision: 2 }] }, { items: [{ ...base, revision: 1, text: '路面水浸' }] }];
    },
    answers: [one, one],
    effect: { events: 2, requests: 1, incidents: 1, tasks: 1 },
    also: async (city) => {
      expect(await requests(city)).toMatchObject([{ urged: 0, revision: 2, body: '路面水浸，已经两天' }]);
      const late = { ...ticket(), ticketNo: (await requests(city))[0]!['ticket_no'] };
      await city.post({ items: [{ ...late, revision: 3, text: '路面水浸，第三天了' }] }, 'hotline');
      await city.core.merge();
      expect(await requests(city)).toMatchObject([{ urged: 1, revision: 3, body: '路面水浸，第三天了' }]);
    },
  },
  {
    no: 4,
    name: 'a revision that skips one is taken, says which is missing, and the missing one is kept when it comes',
    sent: () => [{ items: [again] }],
    answers: [one],
    effect: { events: 1, requests: 1 },
    also: async (city) => {
      for (const revision of [3, 2]) {
        await city.post(
          { items: [{ ...again, revision, text: `天宁北路路灯不亮，第 ${revision} 次` }] },
          'hotline',
        );
        await city.core.merge();
      }
      const reasons = await city.core.rows<{ reason: string }>(
        'select reasons[1] as reason from link order by event_id',
      );
      expect(reasons[1]!.reason).toContain('其间 1 次未收到');
      expect(reasons[2]!.reason).toContain('晚于第 3 次到达');
      expect(await requests(city)).toMatchObject([
        { urged: 1, revision: 3, body: '天宁北路路灯不亮，第 3 次' },
      ]);
    },
  },
  {
    no: 5,
    name: 'a place that no map knows is taken without coordinates, with its clock running for the desk',
    sent: () => [{ items: [placeless({ text: '路面水浸', address: '村口大榕树旁' })] }],
    answers: [one],
    effect: { events: 1, incidents: 1, tasks: 0, requests: 1 },
    also: async (city) => {
      expect(await incidents(city)).toMatchObject([{ status: 'received', anchor: null }]);
      expect(await city.core.rows("select 1 from deadline where stage = 'dispatch'")).toHaveLength(1);
    },
  },
  {
    no: 6,
    name: 'a name that stands at three places waits for a person, with the places side by side',
    before: async (city) => (threePlaces.name = ambiguous(city)),
    sent: () => [{ items: [placeless({ text: `${threePlaces.name}路面水浸` })] }],
    answers: [one],
    effect: { events: 1, incidents: 0, asked: 1, requests: 1 },
    also: async (city) => {
      const [row] = await city.core.rows<{ n: number }>(
        "select jsonb_array_length(judged -> 'places') as n from waiting",
      );
      expect(row!.n).toBeGreaterThanOrEqual(3);
    },
  },
  { no: 7, name: 'the geocoder is down', leftOut: 'There is no geocoder to be down: places are looked up in the gazetteer that the process holds in memory.' }, // prettier-ignore
  {
    no: 8,
    name: 'landline, Hong Kong, nonsense and no number at all are taken and told apart; nobody must say who calls',
    sent: () => [
      {
        items: ['13812345678', '0758-2223344', '+852 2345 6789', '12345', '没有电话', ' ', undefined].map(
          (callerPhone) => ticket({ callerPhone }),
        ),
      },
    ],
    answers: [{ status: 202, accepted: 7 }],
    effect: { events: 7, requests: 7, incidents: 1, tasks: 1 },
    also: async (city) => {
      const rows = await city.core.rows<{ kind: string }>(
        "select detail ->> 'phoneKind' as kind from event order by id",
      );
      expect(rows.map((row) => row.kind)).toEqual([
        'mobile',
        'landline',
        'overseas',
        'service',
        'anonymous',
        'anonymous',
        'anonymous',
      ]);
      expect(await city.core.rows('select 1 from person where phone_index is not null')).toHaveLength(5);
    },
  },
  {
    no: 9,
    name: 'a number or an identity card within the words is masked where it is shown and sealed as it was said',
    sent: () => [{ items: [ticket({ text: '路灯不亮，我电话13812345678，身份证44120219900101123X' })] }],
    answers: [one],
    effect: { events: 1 },
    also: async (city) => {
      const shown = JSON.stringify([await bodies(city), await requests(city), await incidents(city)]);
      expect(shown).not.toMatch(/13812345678|19900101123X/);
      const [row] = await city.core.rows<{ key: string; sealed: Buffer }>('select key, sealed from event');
      expect(city.core.vault.open(`event:hotline/${row!.key}`, row!.sealed).toString()).toContain(
        '13812345678',
      );
    },
  },
  {
    no: 10,
    name: 'words of danger to life ring at once',
    sent: () => [
      { items: ['楼下煤气味好大', '有人被困在车里', '有人触电倒地'].map((text) => ticket({ text })) },
    ],
    answers: [{ status: 202, accepted: 3 }],
    effect: { events: 3, requests: 3 },
    also: async (city) => {
      const rows = await incidents(city);
      expect(
        rows.map((row) => [
          row['severity'],
          (row['danger'] as string[]).length > 0,
          row['danger_event_id'] !== null,
        ]),
      ).toEqual(rows.map(() => [1, true, true]));
    },
  },
];
