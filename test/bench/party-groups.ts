import { existsSync } from 'node:fs';
import path from 'node:path';
import { say } from '../../server/launch/say.mjs';
import { loadGeodata } from '#geodata/load.ts';
import { importFile } from '#server/cli/import/run.ts';
import { makeCore, mergeAll } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { fileFolder, jobOf, openTestCity } from '#test/support/import.ts';
import { makeGazetteer } from '#text/gazetteer.ts';

/** Published messages of one city, named by CHENGYUN_MESSAGES or --messages=…; what was said of whom is known from their words. */
const fileOf = (): string | undefined =>
  process.argv.find((word) => word.startsWith('--messages='))?.slice('--messages='.length) ??
  process.env['CHENGYUN_MESSAGES'];

type Message = { no: string; body: string; incidentId: number; said: Date };
type Truth = { name: string; is: (body: string) => boolean; not?: (body: string) => boolean; least?: number };

const compound = /丽发新城/u;
const mixer = /搅拌/u;
const talent = /(?:购房|租房|人才)[^，。？]{0,6}补贴|人才新政/u;
const truths: Truth[] = [
  { name: '丽发新城 and 搅拌', is: (body) => compound.test(body) && mixer.test(body), not: (body) => mixer.test(body) && !compound.test(body), least: 50 },
  { name: '伊景园 or 滨河苑', is: (body) => /伊景园|滨河苑/u.test(body), least: 50 },
  { name: '魅力之城 below the flats', is: (body) => /魅力之城/u.test(body) && /油烟|夜宵|噪音/u.test(body), not: (body) => /魅力之城/u.test(body) && /开裂|入学|地铁/u.test(body) },
  { name: '人才补贴 of A市', is: (body) => talent.test(body) && /A市/u.test(body), not: (body) => talent.test(body) && /A8县/u.test(body) },
]; // prettier-ignore

/** Brings the file in as the command would, merges it, and answers every message with the incident that holds it. */
async function brought(core: Core, file: string): Promise<Message[]> {
  const files = fileFolder();
  await loadGeodata(core.url, files.dir, 'anywhere');
  const city = await openTestCity(core.url, files.dir, 'anywhere');
  try {
    await importFile(jobOf('hotline', path.resolve(file)), city);
    const began = performance.now();
    await mergeAll({ ...core.mergeParts, gazetteer: () => makeGazetteer([], new Map()) });
    const seconds = (performance.now() - began) / 1000;
    const messages = await core.rows<Message>(
      `select e.key as no, e.body, l.incident_id as "incidentId", e.observed_at as said
         from event e join link l on l.event_id = e.id order by e.id`,
    );
    say(`  ${messages.length} messages merged in ${seconds.toFixed(1)} s, into ${new Set(messages.map((one) => one.incidentId)).size} matters`); // prettier-ignore
    return messages;
  } finally {
    await city.close();
    files.clear();
  }
}

/** The largest share of a truth that one incident holds, and what that incident holds besides. */
function tell(messages: readonly Message[], { name, is, not, least }: Truth): boolean {
  const meant = messages.filter(({ body }) => is(body));
  const counts = new Map<number, number>();
  for (const { incidentId } of meant) counts.set(incidentId, (counts.get(incidentId) ?? 0) + 1);
  const [id, most] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  const held = messages.filter(({ incidentId }) => incidentId === id);
  const wrong = not ? held.filter(({ body }) => not(body) && !is(body)).length : 0;
  say(`  ${name}: ${most} of ${meant.length} in one matter, the others in ${counts.size - 1}; ${held.length - most} others there${not ? `, ${wrong} that must not` : ''}`); // prettier-ignore
  return (least === undefined || most >= least) && wrong === 0;
}

/** 归并成组: how many of the messages about one matter come together, in the city's own loop over a real file. */
export async function groups(): Promise<boolean> {
  const file = fileOf();
  if (!file || !existsSync(file)) {
    say('\nGroups: skipped, no file of messages (CHENGYUN_MESSAGES=… or -- --messages=…)');
    return true;
  }
  const core = await makeCore();
  try {
    say('\nGroups by party and matter, over published messages');
    const messages = await brought(core, file);
    return truths.map((truth) => tell(messages, truth)).every(Boolean);
  } finally {
    await core.close();
  }
}
