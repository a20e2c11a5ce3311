import { z } from 'zod';
import { Bulletins } from '#contracts/bulletin.ts';
import { IncidentDetail } from '#contracts/desk.ts';
import type { DemoMatter, ExpectedIncident } from '#contracts/demo.ts';
import { doneStatuses } from '#contracts/incident.ts';
import { incidentOf } from './moves.ts';
import { operator } from './people.ts';
import { keyOf } from './send.ts';
import type { Stage } from './stage.ts';

/** What became of one matter beside what should have: one line for each expected incident, and what differs, in words. */
export type Verdict = {
  matter: string;
  title: string;
  expected: string;
  found: string;
  faults: string[];
  later: string[];
};

const minuteMs = 60_000;
/** A closing may be so much later than the script says: people and machines take their time. */
const closingSlackMs = 10 * minuteMs;

async function detailsOf(
  stage: Stage,
  matter: DemoMatter,
  refs: readonly string[],
): Promise<IncidentDetail[]> {
  const found = new Map<number, IncidentDetail>();
  for (const ref of refs) {
    const incident = await incidentOf(stage, matter, ref);
    if (incident && !found.has(incident.id))
      found.set(incident.id, await stage.api.read(`/api/incidents/${incident.id}`, IncidentDetail));
  }
  return [...found.values()];
}

/** The names of the script in the order in which the incident's own events happened. */
function orderOf(
  stage: Stage,
  matter: DemoMatter,
  holds: readonly string[],
  detail: IncidentDetail,
): string[] {
  const first = (ref: string): number => {
    const key = keyOf(stage.clock.day, matter, ref);
    const times = detail.events.filter((event) => event.key.startsWith(key)).map((event) => Date.parse(event.observedAt)); // prettier-ignore
    return times.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...times);
  };
  return holds.filter((ref) => Number.isFinite(first(ref))).toSorted((a, b) => first(a) - first(b));
}

type Judging = { stage: Stage; matter: DemoMatter; end: number };
function compare(
  { stage, matter, end }: Judging,
  wanted: ExpectedIncident,
  detail: IncidentDetail,
): string[] {
  const faults: string[] = [];
  const say = (what: string, expected: unknown, found: unknown): void => {
    if (String(expected) !== String(found))
      faults.push(`${what}应为 ${String(expected)}，实为 ${String(found)}`);
  };
  say('来件次序', wanted.holds, orderOf(stage, matter, wanted.holds, detail));
  say('承办单位', wanted.units, detail.tasks.filter(({ part }) => part === 'host').toSorted((a, b) => a.id - b.id).map(({ unitCode }) => unitCode)); // prettier-ignore
  say('协办单位', wanted.coHosts, detail.tasks.filter(({ part }) => part === 'co-host').toSorted((a, b) => a.id - b.id).map(({ unitCode }) => unitCode)); // prettier-ignore
  say('诉求', wanted.requests, detail.requests.length);
  const over = (wanted.closed ?? 0) <= end;
  if (over) say('已答复', wanted.answered, detail.requests.filter(({ answer }) => answer !== null).length);
  say('退单', wanted.returns, detail.returnCount);
  const done = doneStatuses.includes(detail.status);
  const closed = detail.status === 'closed' || detail.status === 'follow-up';
  say(
    '办结',
    (wanted.closed ?? 0) > end ? 'open' : wanted.status,
    closed ? 'closed' : done ? detail.status : 'open',
  );
  if (wanted.closed !== undefined && detail.closedAt !== null) {
    const lateMs = Date.parse(detail.closedAt) - Date.parse(stage.clock.instant(wanted.closed));
    if (lateMs < -minuteMs || lateMs > closingSlackMs) faults.push(`结案时间相差 ${Math.round(lateMs / minuteMs)} 分钟`); // prettier-ignore
  }
  return faults;
}

/** 信息报送 that were signed, oldest first. */
async function signedOf({ people }: Stage, incidentId: number): Promise<string> {
  const path = `/api/incidents/${incidentId}/bulletins`;
  const { items } = Bulletins.parse(await people.ask(operator, 'GET', path));
  const signed = items.filter(({ state }) => state === 'signed').toSorted((a, b) => a.id - b.id);
  return signed.map(({ kind }) => kind).join();
}

const hm = (iso: string | null): string =>
  iso === null ? '' : new Date(Date.parse(iso) + 8 * 60 * minuteMs).toISOString().slice(11, 16);

function shown(detail: IncidentDetail): string {
  const namesOf = (which: 'host' | 'co-host', between: string): string =>
    detail.tasks.filter(({ part }) => part === which).map(({ unitName }) => unitName).join(between); // prettier-ignore
  const beside = namesOf('co-host', '、');
  const units = `${namesOf('host', ' → ') || '未派'}${beside && `（协办${beside}）`}${detail.parentId === null ? '' : '，子案'}`;
  const callers =
    detail.requests.length > 0 ? `，诉求 ${detail.requests.length}、答复 ${detail.answeredCount}` : '';
  return `${detail.eventCount} 来件，${units}${callers}，${detail.closedAt ? `${hm(detail.closedAt)} 办结` : '在办'}`;
}

/**
 * Compares one matter with its script, after the fact, through the city's own reading API. `end`: the second of the day
 * at which the play was over; what the script closes later is still open then.
 */
export async function judge(
  stage: Stage,
  matter: DemoMatter,
  end = Number.POSITIVE_INFINITY,
): Promise<Verdict> {
  const faults: string[] = [];
  const found: IncidentDetail[] = [];
  for (const [i, wanted] of matter.expect.entries()) {
    const details = await detailsOf(stage, matter, wanted.holds);
    const name = matter.expect.length > 1 ? `第 ${i + 1} 案：` : '';
    if (details.length !== 1) faults.push(`${name}应为 1 案，实为 ${details.length} 案`);
    for (const detail of details) if (found.some(({ id }) => id === detail.id)) faults.push(`${name}与前案并成一案`); // prettier-ignore
    found.push(...details);
    if (!details[0]) continue;
    faults.push(...compare({ stage, matter, end }, wanted, details[0]).map((fault) => name + fault));
    const said = await signedOf(stage, details[0].id);
    if (said !== wanted.bulletins.join())
      faults.push(`${name}信息报送应为 ${wanted.bulletins.join() || '无'}，实为 ${said || '无'}`);
    const parent = wanted.parent === undefined ? null : await incidentOf(stage, matter, wanted.parent);
    if (details[0].parentId !== (parent?.id ?? null)) faults.push(`${name}母案应为 ${parent?.no ?? '无'}`);
  }
  return {
    matter: matter.id,
    title: matter.title,
    expected: `${matter.expect.length} 案`,
    found: found.map(shown).join('；'),
    faults,
    later: matter.later,
  };
}

const Page = z.object({ items: z.array(z.object({ id: z.number() })), nextCursor: z.string().nullable() });

/** Milliseconds of real time from acceptance to link, of every event that no person moved since, ascending. */
export async function linkTimes(stage: Stage, rate: number): Promise<number[]> {
  const times: number[] = [];
  const after = encodeURIComponent(stage.clock.instant(-3600));
  for (let cursor = ''; ;) {
    const page = await stage.api.read(`/api/incidents?openedAfter=${after}&limit=200${cursor}`, Page);
    for (const { id } of page.items) {
      const { events } = await stage.api.read(`/api/incidents/${id}`, IncidentDetail);
      for (const { acceptedAt, linkedAt, decidedBy } of events)
        // 人工并案 is a new link: it tells when a person decided, not how long the event waited.
        if (decidedBy === null) times.push((Date.parse(linkedAt) - Date.parse(acceptedAt)) / rate);
    }
    if (page.nextCursor === null) return times.toSorted((a, b) => a - b);
    cursor = `&cursor=${page.nextCursor}`;
  }
}
