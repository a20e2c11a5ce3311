import type { Books } from './books.ts';
import type { State } from './state.ts';
import { countBy, missing } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** When nobody could keep a promise of time: the database was down, or no worker ran. Epoch milliseconds. */
export type Outage = { from: number; to: number };
/** How the program was set up, as far as the checks must know. */
export type Terms = {
  /** Units with a system of their own. */
  outsideUnits: readonly string[];
  outages: readonly Outage[];
};

/** 6. Exactly one host task for each incident that dispatches itself, none for the others, each told once by each way. */
export function oneTaskForEachIncident(_: Books, state: State, { outsideUnits }: Terms): Verdict {
  const hosts = countBy(
    state.tasks.filter(({ part, kind }) => part === 'host' && kind === 'handle'),
    ({ incident }) => incident,
  );
  const told = countBy(
    state.deliveries.filter(({ step }) => step === 'dispatch'),
    ({ task, recipient, channel }) => `${task} ${recipient} ${channel}`,
  );
  const wanted = state.tasks.flatMap(({ id, unit }) =>
    ['inbox', ...(outsideUnits.includes(unit) ? ['webhook'] : [])].map(
      (channel) => `${id} ${unit} ${channel}`,
    ),
  );
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const { id, family } of state.incidents) {
    const n = hosts.get(id) ?? 0;
    const should = family === 'flooding' ? 1 : 0;
    if (n < should) lost.push(`incident ${id} has no host task`);
    if (n > should) doubled.push(`incident ${id} has ${n} host tasks, not ${should}`);
  }
  return {
    promise: 'one host task where there should be one',
    counted: state.tasks.length,
    lost: [
      ...lost,
      ...missing(wanted, new Set([...told.keys()].map(String))).map((one) => `delivery ${one}`),
    ],
    doubled: [...doubled, ...[...told].filter(([, n]) => n > 1).map(([one]) => `delivery ${one} twice`)],
    wrong: missing([...told.keys()].map(String), new Set(wanted)).map(
      (one) => `delivery ${one} to nobody's task`,
    ),
  };
}

/** 7. What departments received is what was sent: each key once in effect, always with the same body. */
export function receivedIsSent({ department }: Books, state: State): Verdict {
  const effects = new Set(department.filter(({ status }) => status === 200).map(({ key }) => key));
  const sent = (channel: string): string[] =>
    state.deliveries
      .filter((one) => one.channel === channel && one.state === 'sent')
      .map(({ id }) => String(id));
  const bodies = new Map<string, Set<string>>();
  for (const { key, hash } of department) bodies.set(key, (bodies.get(key) ?? new Set()).add(hash));
  const boxes = countBy(state.inbox, (id) => id);
  return {
    promise: 'received keys = sent deliveries',
    counted: state.deliveries.length,
    lost: [
      ...missing(sent('webhook'), effects).map(
        (id) => `delivery ${id} is marked sent and was never received`,
      ),
      ...missing(sent('inbox'), new Set([...boxes.keys()].map(String))).map(
        (id) => `delivery ${id} in no inbox`,
      ),
      ...state.deliveries
        .filter(({ state: is }) => is !== 'sent')
        .map(
          ({ id, channel, state: is, attempts }) => `delivery ${id} by ${channel} is ${is} after ${attempts}`,
        ),
    ],
    doubled: [
      ...missing(effects, new Set(state.deliveries.map(({ id }) => String(id)))).map(
        (key) => `received ${key}, which nobody sent`,
      ),
      ...[...boxes].filter(([, n]) => n > 1).map(([id]) => `delivery ${id} twice in the inbox`),
    ],
    wrong: [
      ...[...bodies].filter(([, of]) => of.size > 1).map(([key]) => `key ${key} came with two bodies`),
      ...department.filter(({ signed }) => !signed).map(({ key }) => `key ${key} without a right signature`),
    ],
  };
}

export const mostLateMs = 5_000;

const overlapMs = (from: number, to: number, outages: readonly Outage[]): number =>
  outages.reduce((sum, one) => sum + Math.max(0, Math.min(to, one.to) - Math.max(from, one.from)), 0);

/** 8. Each deadline that passed has exactly one escalation: not early, at most 5 s late, outages apart. */
export function eachDeadlineFiresOnce(_: Books, state: State, { outages }: Terms): Verdict {
  const times = countBy(state.escalations, ({ deadline }) => deadline);
  const lines = countBy(state.overdueLines, (id) => id);
  const told = countBy(
    state.deliveries.filter(({ step }) => step.startsWith('overdue-')),
    ({ step, recipient, channel }) => `${step} ${recipient} ${channel}`,
  );
  const found: Verdict = {
    promise: 'each passed deadline fires once',
    counted: 0,
    lost: [],
    doubled: [],
    wrong: [],
  };
  const at = new Map(state.escalations.map((one) => [one.deadline, one.at]));
  for (const { id, due, stopped } of state.deadlines) {
    const firedAt = at.get(id);
    const n = Math.max(times.get(id) ?? 0, lines.get(id) ?? 0);
    if (n > 1) found.doubled.push(`deadline ${id} fired ${n} times`);
    if (firedAt !== undefined && firedAt < due) found.wrong.push(`deadline ${id} fired early`);
    const latest = due + mostLateMs + overlapMs(due, firedAt ?? stopped ?? state.now, outages);
    // Whoever ended it first won: before it was due, or within the time that the sweep had to notice.
    const mayBeSilent = stopped !== null ? stopped <= latest : state.now <= latest;
    if (firedAt === undefined && !mayBeSilent) found.lost.push(`deadline ${id} passed and never fired`);
    if (firedAt === undefined) continue;
    found.counted += 1;
    if (firedAt > latest)
      found.wrong.push(`deadline ${id} fired ${((firedAt - latest + mostLateMs) / 1000).toFixed(1)} s late`);
    if (lines.get(id) === undefined) found.lost.push(`deadline ${id} is not in the timeline`);
  }
  found.doubled.push(...[...told].filter(([, n]) => n > 1).map(([one]) => `${one} told twice`));
  found.wrong.push(...state.misplaced.map((id) => `incident ${id} stands at a false place in the queue`));
  return found;
}
