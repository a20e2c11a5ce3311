import { requestsOf } from './books.ts';
import type { Books } from './books.ts';
import type { State } from './state.ts';
import { countBy, extraIncidents, missing, splits } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const sourceOf = (key: string): string => key.replace(/\/.*$/s, '');
const eventKeys = (state: State): Set<string> => new Set(state.events.map(({ key }) => key));

/** 1. What was acknowledged is stored. */
export function acknowledgedIsStored({ client }: Books, state: State): Verdict {
  const acked = [...requestsOf(client).values()].filter((request) => request.acked);
  const items = acked.flatMap((request) => request.items);
  const events = items.flatMap(({ event }) => (event === null ? [] : [event]));
  const readings = acked.filter(({ door }) => door === 'sensor').flatMap((request) => request.items);
  const unanswered = [...requestsOf(client).values()].filter((request) => !request.acked);
  return {
    promise: 'acknowledged is stored',
    counted: items.length,
    lost: [
      ...missing(events, eventKeys(state)),
      ...missing(
        readings.map(({ key }) => key),
        new Set(state.readings),
      ),
    ],
    doubled: [],
    wrong: [
      ...unanswered.map(({ items: [first] }) => `never acknowledged: ${first?.key}`),
      ...client.flatMap((line) => (line.what === 'wrong' ? [`${line.status}: ${line.said}`] : [])),
    ],
  };
}

/** 2. What is stored was sent. */
export function nothingIsInvented({ client }: Books, state: State): Verdict {
  const items = [...requestsOf(client).values()].flatMap((request) => request.items);
  const keys = new Set(items.map(({ key }) => key));
  const events = new Set(items.map(({ event }) => event));
  return {
    promise: 'nothing is invented',
    counted: state.events.length + state.readings.length,
    lost: [],
    doubled: [],
    wrong: [
      ...state.events.filter(({ key }) => !events.has(key)).map(({ key }) => `event ${key}`),
      ...state.readings.filter((key) => !keys.has(key)).map((key) => `reading ${key}`),
    ],
  };
}

/** 3. Each key is stored once, and was taken as new once, however often it was sent. */
export function eachKeyOnce({ client }: Books, state: State): Verdict {
  const stored = [...countBy(state.events, ({ source, key }) => `${source} ${key}`)];
  const ledger = [...countBy(state.ledger, ({ event }) => event)];
  const taken = [...requestsOf(client).values()].filter(({ accepted, items }) => accepted > items.length);
  return {
    promise: 'each key is stored once',
    counted: stored.length,
    lost: state.ledger.length < state.events.length ? ['events without a row in the key ledger'] : [],
    doubled: [
      ...stored.filter(([, n]) => n > 1).map(([key]) => `stored twice: ${key}`),
      ...ledger.filter(([, n]) => n > 1).map(([event]) => `two keys for event ${event}`),
      ...taken.map(({ items: [first] }) => `taken as new twice: ${first?.key}`),
    ],
    wrong: [],
  };
}

/** 4. Accepted = linked + waiting + quarantined, and nothing waits when all is quiet. */
export function accountsBalance(_: Books, state: State): Verdict {
  const places = countBy(
    [...state.links, ...state.waiting, ...state.setApart.filter(({ event }) => event !== null)],
    ({ event }) => event!,
  );
  const times = state.events.map(({ id }) => places.get(id) ?? 0);
  return {
    promise: 'accepted = linked + waiting + quarantined',
    counted: state.events.length,
    lost: state.events.filter((_event, i) => times[i] === 0).map(({ key }) => key),
    doubled: state.events.filter((_event, i) => times[i]! > 1).map(({ key }) => key),
    wrong: [
      ...state.waiting.map(({ event, reason }) => `event ${event} still waits (${reason})`),
      ...state.setApart.map(({ key, code }) => `${sourceOf(key ?? '?')}: ${key} was set apart (${code})`),
    ],
  };
}

/** 5. Real problems and incidents, one to one. */
export function oneIncidentForEachProblem({ client }: Books, state: State): Verdict {
  const groupOf = new Map<string, number>();
  for (const { items } of requestsOf(client).values())
    for (const { event, group } of items) if (event !== null) groupOf.set(event, group);
  const keyOf = new Map(state.events.map(({ id, key }) => [id, key]));
  const pairs = state.links.flatMap(({ event, incident }) => {
    const group = groupOf.get(keyOf.get(event) ?? '');
    return group === undefined ? [] : [{ group, incident }];
  });
  const { byGroup, byIncident } = splits(pairs);
  const groups = client.flatMap((line) => (line.what === 'group' ? [line.group] : []));
  const strangers = state.incidents.filter(({ id }) => !byIncident.has(id));
  return {
    promise: 'one incident for each real problem',
    counted: groups.length,
    lost: groups.filter((group) => !byGroup.has(group)).map((group) => `group ${group}`),
    doubled: [...extraIncidents(byGroup), ...strangers.map(({ id }) => `incident ${id} of no problem`)],
    wrong: [...byIncident]
      .filter(([, of]) => of.size > 1)
      .map(([incident, of]) => `incident ${incident} holds groups ${[...of].join(', ')}`),
  };
}
