import { randomUUID } from 'node:crypto';
import { Role } from '#contracts/people.ts';
import { routeFor } from '#domain/routing.ts';
import { readReference } from '#store/reference.ts';
import { cookieOf } from './app.ts';
import { idCard, people, words } from './canaries.ts';
import { testSecrets } from './chengyun.ts';
import { minutesAgo, ticket } from './core.ts';
import type { freshPool } from './people.ts';

type Database = Awaited<ReturnType<typeof freshPool>>;
export type Answer = { status: number; text: string };

/** A running city in which everybody tells everything to every door, with whatever the city answers. */
export type ToldCity = {
  unitCode: string;
  cookies: ReadonlyMap<Role, string>;
  ask: (role: Role, method: string, path: string, body?: unknown) => Promise<Answer>;
  door: (name: string, body: string, type?: string) => Promise<Answer>;
  /** Every answer so far but for the reveals. */
  answers: Answer[];
};

export async function openToldCity(city: Database, url: string): Promise<ToldCity> {
  const reference = await readReference(city.pool);
  const unitCode = routeFor(reference, 'road-flooding', '441202', new Date())!.unitCode;
  const cookies = new Map<Role, string>();
  for (const role of Role.options) {
    const place = role === 'field' || role === 'unit-clerk' ? { unitCode } : {};
    cookies.set(role, await cookieOf(city.pool, role, place));
  }
  const answers: Answer[] = [];
  async function send(path: string, init: RequestInit): Promise<Answer> {
    const answered = await fetch(url + path, init);
    const answer = { status: answered.status, text: await answered.text() };
    if (!path.endsWith('/reveal')) answers.push(answer);
    return answer;
  }
  return {
    unitCode,
    cookies,
    answers,
    ask: (role, method, path, body) =>
      send(path, {
        method,
        headers: { cookie: cookies.get(role)!, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    door: (name, body, type = 'application/json') => {
      const authorization = `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`;
      return send(`/api/ingest/${name}`, {
        method: 'POST',
        headers: { authorization, 'content-type': type },
        body,
      });
    },
  };
}

const caller = ({
  name,
  phone,
  address,
}: {
  name: string;
  phone: string;
  address: string;
}): Record<string, unknown> => ({
  callerName: name,
  callerPhone: phone,
  address,
});
const json = (list: string, items: readonly unknown[]): string => JSON.stringify({ [list]: items });

/** Good items at every door where a person speaks, and at the desk. */
export async function tellAll({ door, ask }: ToldCity): Promise<void> {
  const ordinary = ticket({ ...caller(people.ordinary), title: words.title, text: words.called });
  const abroad = ticket({ ...caller(people.abroad), text: words.abroad });
  const secret = ticket({ ...caller(people.secret), text: words.secret, confidential: true, kind: 'report', lng: 112.3, lat: 23.2 }); // prettier-ignore
  const unclear = ticket({ ...caller(people.ordinary), text: `蕉园社区噪声，来电人${people.ordinary.name}，电话139 7765 4321`, lng: undefined, lat: undefined }); // prettier-ignore
  await door('hotline', json('tickets', [ordinary, abroad, secret, unclear]));
  await door('hotline', json('tickets', [{ ...ordinary, revision: 2, text: `又来电：${words.called}` }]));
  await door('hotline', json('tickets', [{ ...ordinary, text: `同号异文：${words.called}` }]));
  const report = { reporterKind: 'citizen', text: words.reported, address: people.ordinary.address };
  await door('report', json('reports', [{ ...report, reportNo: 'R1', lng: 112.47, lat: 23.06, observedAt: minutesAgo(2) }])); // prettier-ignore
  const call = { actionId: randomUUID(), text: words.called, lng: 112.48, lat: 23.07, ...caller(people.ordinary) }; // prettier-ignore
  await ask('operator', 'POST', '/api/calls', call);
  await ask('operator', 'POST', '/api/calls', { ...call, text: `改口：${words.called}` });
  await ask('operator', 'POST', '/api/triage', { text: words.called, address: people.ordinary.address });
  const found = { actionId: randomUUID(), text: words.reported, address: people.ordinary.address, observedAt: minutesAgo(1) }; // prettier-ignore
  await ask('field', 'POST', '/api/field/reports', found);
}

/** Items that no door may take, each with somebody in it: they are kept, sealed. */
export async function tellBadly({ door }: ToldCity): Promise<void> {
  const who = caller(people.ordinary);
  const bad = [
    { ...ticket(who), ticketNo: undefined, text: words.called },
    { ...ticket(who), calledAt: '昨天', text: words.called },
    { ...ticket(who), lng: 0, lat: 0, text: words.called },
    { ...ticket(who), kind: people.ordinary.name, text: words.called, title: words.title.repeat(40) },
    { 姓名: people.ordinary.name, 电话: people.abroad.phone, 住址: people.abroad.address, 身份证: idCard },
    words.called,
    [people.secret],
  ];
  await door('hotline', json('tickets', bad));
  const line = JSON.stringify({ ...ticket(who), text: words.called });
  await door(
    'hotline',
    `${line.slice(0, -20)}\n{"callerName":"${people.secret.name}"`,
    'application/x-ndjson',
  );
  await door('hotline', `{"tickets":[${line.slice(0, -9)}`);
  await door('hotline', json('calls', [who]));
  await door('report', json('reports', [{ reporterKind: words.called, ...people.ordinary }]));
  await door('camera', json('alerts', [{ platformId: 'p', alarmId: 'a1', ...people.ordinary }]));
}
