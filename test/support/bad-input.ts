import { expect, test } from 'vitest';
import { readCity } from '#geodata/city.ts';
import { register } from '#server/ingest/register.ts';
import type { DeviceItem } from '#server/ingest/register.ts';
import { conservation } from '#store/events.ts';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { foreignWords } from '#test/support/chinese.ts';
import { clearWork } from '#test/support/clear.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

/** What goes to a door: items (as JSON with the door's list name), or text and bytes as they stand. */
export type Sent = {
  door?: string;
  items?: readonly unknown[];
  text?: string | Buffer;
  type?: string;
  token?: string;
};

/** An answer that is expected: the status, and of the answer what the row speaks of. */
export type Expected = {
  status: number;
  accepted?: number;
  duplicates?: number;
  /** Place in the request and code of each item that was not taken. */
  refused?: readonly (readonly [index: number, code: string])[];
  /** The code of an answer that takes nothing. */
  code?: string;
  /** What the words of the answer must name. */
  says?: string;
};

/** What stands in the database after the merge; a row states what matters to it. */
export type Effect = {
  events: number;
  incidents: number;
  tasks: number;
  requests: number;
  /** Events that wait for a person. */
  asked: number;
  readings: number;
  photos: number;
  /** Codes of the open quarantine rows, sorted, each once. */
  quarantine: string[];
  /** Flags of all events, sorted, each once. */
  flags: string[];
};

/** One bad input of the list (reliability §12): sent, answered, and what it leaves behind. */
export type BadInput = { no: number; name: string } & (
  | {
      before?: (city: City) => Promise<unknown>;
      sent: () => Sent[];
      answers: Expected[];
      effect: Partial<Effect>;
      /** What else must hold, after answers, merge and effect. */
      also?: (city: City) => Promise<unknown>;
    }
  /** Told in full where request by request says too little. */
  | { play: (city: City) => Promise<unknown> }
  /** Why the input cannot reach this door. */
  | { leftOut: string }
);

export type City = {
  core: Core;
  app: TestApp;
  post: (sent: Sent, door: string) => Promise<{ status: number; body: Record<string, unknown> }>;
  effect: () => Promise<Effect>;
  /** Empties what rows leave behind; registries stay. */
  clear: () => Promise<void>;
  register: (
    kind: 'sensor' | 'camera',
    items: readonly (Partial<DeviceItem> & { id: string })[],
  ) => Promise<number>;
  close: () => Promise<void>;
};

const lists: Record<string, string> = {
  sensor: 'readings',
  camera: 'alerts',
  hotline: 'tickets',
  report: 'reports',
  vessel: 'positions',
  vehicle: 'positions',
};
/** Where everything stands unless a row says otherwise: 七星岩, 端州. */
export const here = { lng: 112.462, lat: 23.052 };

/** The real HTTP side over a city of its own. */
export async function openCity(): Promise<City> {
  const core = await makeCore();
  const app = await startApp(core.pool);
  return {
    core,
    app,
    post: async ({ items, text, type = 'application/json', token, ...sent }, door) => {
      const name = sent.door ?? door;
      const body = text ?? JSON.stringify({ [lists[name]!]: items });
      const response = await fetch(`${app.url}/api/ingest/${name}`, {
        method: 'POST',
        headers: { 'content-type': type, ...bearer(token ?? app.settings.ingestToken) },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    effect: () => effectOf(core),
    clear: () => clearWork(core),
    register: async (kind, items) => {
      const rows = items.map((item) => ({ name: item.id, kind: 'test', groupCode: '', metrics: [], departmentCode: undefined, ...here, ...item })); // prettier-ignore
      return (await register(app.parts, readCity('zhaoqing').bounds, kind, rows, 'test')).replayed;
    },
    close: async () => {
      await app.close();
      await core.close();
    },
  };
}

async function effectOf(core: Core): Promise<Effect> {
  const [row] = await core.rows<Effect>(
    `select (select count(*)::int from event) as events, (select count(*)::int from incident) as incidents,
            (select count(*)::int from task) as tasks, (select count(*)::int from request) as requests,
            (select count(*)::int from waiting where reason = 'ask') as asked,
            (select count(*)::int from reading) as readings, (select count(*)::int from photo) as photos,
            array(select distinct code from quarantine where state = 'open' order by 1) as quarantine,
            array(select distinct unnest(flags) from event order by 1) as flags`,
  );
  return row!;
}

/** One test for each row of a table: the answers, the effect, and that every accepted event is accounted for (law 3). */
export function testBadInputs(door: string, table: readonly BadInput[], open: () => City): void {
  test(`every one of the twenty bad inputs of ${door} has its row`, () => {
    expect(table.map((row) => row.no)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
  for (const row of table) {
    if ('leftOut' in row) continue;
    test(`${door} ${row.no}: ${row.name}`, async () => {
      const city = open();
      await city.clear();
      if ('play' in row) await row.play(city);
      else await send(city, door, row);
      const { accepted, linked, waiting, quarantined } = await conservation(city.core.pool);
      expect(linked + waiting + quarantined).toBe(accepted);
      expect((await fetch(`${city.app.url}/healthz`)).status).toBe(200);
    });
  }
}

async function send(city: City, door: string, row: Extract<BadInput, { sent: unknown }>): Promise<void> {
  await row.before?.(city);
  const sent = row.sent();
  expect(sent).toHaveLength(row.answers.length);
  for (const [i, one] of sent.entries()) check(await city.post(one, door), row.answers[i]!);
  await city.core.merge();
  expect(await city.effect()).toMatchObject(row.effect);
  await row.also?.(city);
}

function check(got: { status: number; body: Record<string, unknown> }, wanted: Expected): void {
  const { status, accepted, duplicates, refused, code, says } = wanted;
  const words = JSON.stringify(got.body);
  expect(got.status, words.slice(0, 500)).toBe(status);
  if (accepted !== undefined) expect(got.body['accepted']).toBe(accepted);
  if (duplicates !== undefined) expect(got.body['duplicates']).toBe(duplicates);
  if (code !== undefined) expect(got.body['code']).toBe(code);
  if (says !== undefined) expect(words).toContain(says);
  if (status === 202 || status === 422) {
    const items = (got.body['quarantined'] ?? []) as { index: number; code: string; message: string }[];
    expect(items.map((item) => [item.index, item.code])).toEqual(refused ?? []);
    for (const { message } of items) expect(foreignWords(message), message).toBe(null);
  } else expect(foreignWords(String(got.body['message'])), words).toBe(null);
}
