import type { DemoMatter, DemoStep } from '#contracts/demo.ts';
import type { DemoCity, DemoDevice } from '#geodata/demo-day.ts';
import type { Api, CityState } from './api.ts';
import { bargesAt, tracksAt } from './barges.ts';
import { makeClock } from './clock.ts';
import type { DayClock } from './clock.ts';
import { answerCalls } from './calls.ts';
import { decideWaiting } from './decide.ts';
import { guideEvery, guideMatter } from './guide.ts';
import { lifeOf } from './life.ts';
import type { People } from './people.ts';
import { playMatter } from './play.ts';
import type { Outcome } from './play.ts';
import { enterRoster } from './roster.ts';
import { readingsAt } from './senses.ts';
import type { Played, Stage } from './stage.ts';
import { vehiclesAt } from './vehicles.ts';

type Parts = { api: Api; people: People; city: DemoCity; state: CityState };
const tickS = 60;
const dayS = 24 * 3600;
/** What happened so shortly before the start is still news; older matters of the day are left out. */
const recentS = 40 * 60;
/** The first guide lets a newcomer sign in, and does not let them wait for the next round. */
const firstGuideS = 30;
/** At the start many reports wait at once on a machine that is still busy starting. */
const patienceMs = 30_000;

/** Registers the devices of the demonstration; repeating it changes nothing. */
export async function registerDevices(api: Api, { sensors, cameras }: DemoCity): Promise<void> {
  const shared = ({ name, kind, lng, lat, districtCode }: DemoDevice): object => ({
    name,
    kind,
    lng,
    lat,
    districtCode,
  });
  await api.register('sensors', sensors.map((one) => ({ deviceId: one.id, metrics: one.metrics, ...shared(one) }))); // prettier-ignore
  await api.register(
    'cameras',
    cameras.map(({ headingDeg, fovDeg, rangeM, ...one }) => {
      return { cameraId: one.id, ...shared(one), headingDeg, fovDeg, rangeM };
    }),
  );
}

/** All readings and positions of one minute of the day. */
export async function tick(
  stage: Pick<Stage, 'api' | 'clock'>,
  city: DemoCity,
  t: number,
  seed: number,
): Promise<void> {
  const observedAt = stage.clock.instant(t);
  const curves = city.matters.flatMap((matter) => matter.curves);
  const tracks = city.matters.flatMap((matter) => matter.tracks);
  const readings = readingsAt(city.sensors, curves, t, seed).map((one) => ({ ...one, observedAt }));
  const positions = [...bargesAt(city.river, t, seed), ...tracksAt(tracks, t)].map((one) => ({
    ...one,
    observedAt,
  }));
  if (readings.length > 0) await stage.api.send('sensor', 'readings', readings);
  if (positions.length > 0) await stage.api.send('vessel', 'positions', positions);
  const vehicles = vehiclesAt(city.places, t, seed).map((one) => ({ ...one, observedAt }));
  if (vehicles.length > 0) await stage.api.send('vehicle', 'positions', vehicles);
}

/** Minute after minute until the end of the day, with what the operator has to decide. A minute that took too long is skipped, never sent late in a heap. */
export async function sense(
  stage: Stage & { clock: DayClock },
  city: DemoCity,
  seed: number,
  end: number,
): Promise<void> {
  for (let t = Math.max(0, Math.floor(stage.clock.now() / tickS) * tickS); t < end;) {
    await stage.clock.until(t);
    await tick(stage, city, t, seed).catch((error: unknown) => report(`读数：${String(error)}`));
    const cityMs = Date.parse(stage.clock.instant(t));
    await decideWaiting(stage.people, cityMs).catch((error: unknown) => report(`研判：${String(error)}`));
    await answerCalls(stage.people, cityMs).catch((error: unknown) => report(`叫应：${String(error)}`));
    t = Math.max(t + tickS, Math.floor(stage.clock.now() / tickS) * tickS);
  }
}

export const report = (line: string): void => console.log(line);
const say = ({ matter, step, trouble }: Outcome): void => {
  if (trouble !== null) report(`${matter} ${step}：${trouble}`);
};

const firstStep = ({ steps }: Played): number => Math.min(...steps.map(({ at }) => at));

/** So long after the start an alarm has been raised, and the first of its unit is there. */
const comesS = 4 * 60;

/**
 * A matter of earlier today whose sensors are still speaking: they raise its alarm anew, so its unit signs and comes, a
 * minute apart, and everything goes on as written. What was said in words before is not made up. Null for all others.
 */
export function underWay(matter: DemoMatter, now: number): Played | null {
  const speaks = matter.curves.some(({ points }) => points.at(-1)![0] > now);
  if (!speaks || firstStep(matter) >= now - recentS) return null;
  const steps: DemoStep[] = [];
  for (const step of matter.steps.toSorted((a, b) => a.at - b.at)) {
    const ofAlarm = 'of' in step && step.of.includes('/') && !('from' in step);
    const stillDone = step.at >= now || step.do === 'sign' || step.do === 'arrive';
    if (!ofAlarm || !stillDone || ('unit' in step && step.unit !== undefined && step.at < now)) continue;
    steps.push({ ...step, at: Math.max(step.at, steps.length === 0 ? now + comesS : steps.at(-1)!.at + 60) });
  }
  return steps.length === 0 ? null : { id: matter.id, steps };
}

/** The units that the scripts name. */
const unitsOf = ({ matters }: DemoCity): string[] =>
  matters.flatMap(({ steps }) => steps.flatMap((step) => ('unit' in step && step.unit ? [step.unit] : [])));

async function guide(stage: Stage & { clock: DayClock }, city: DemoCity): Promise<void> {
  for (let begin = Math.ceil(stage.clock.now()) + firstGuideS; begin < dayS; begin += guideEvery) {
    await stage.clock.until(begin);
    void playMatter(stage, guideMatter(city.life, begin), say);
  }
}

/**
 * The demo day on today's clock, day after day: the scripts and the day's chatter, the senses, and the guide. What
 * happened in the last minutes before the start comes at once, at its own times; of what is older only what sensors still
 * say is taken up. Never returns.
 */
export async function streamDays({ api, people, city, state }: Parts): Promise<never> {
  await registerDevices(api, city);
  for (let now = state, since = recentS; ; since = 0, now = await api.state()) {
    const clock = makeClock(now, api.state);
    const stage = { api, people, clock, patienceMs };
    const seed = Number(clock.day);
    const from = clock.now() - since;
    const begun = since > 0 ? city.matters.flatMap((matter) => underWay(matter, clock.now()) ?? []) : [];
    const coming = [...city.matters, ...lifeOf(city, seed)].filter((matter) => firstStep(matter) >= from);
    const due = [...begun, ...coming];
    report(`${clock.day}：今日余下 ${due.length} 件事，导览每 ${guideEvery} 秒一轮`);
    void enterRoster(people, unitsOf(city)).catch((error: unknown) => report(`值班表：${String(error)}`));
    const senses = sense(stage, city, seed, dayS);
    for (const matter of due) void playMatter(stage, matter, say);
    await Promise.all([senses, guide(stage, city), clock.until(dayS)]);
    clock.close();
  }
}
