import type { LngLat } from '#domain/geo.ts';
import { nameOf, phoneOf, plant } from './personal.ts';
import { shifted } from './places.ts';
import type { World } from './places.ts';
import type { Chance } from './random.ts';
import { speak } from './speak.ts';
import { tellPlace } from './tell-place.ts';
import type { Device, Problem, Report, Sense } from './types.ts';

const minute = 60_000;
/** Longer than any rule waits before a value over its line counts. */
const longestMs = 310_000;
export type Making = { chance: Chance; world: World; devices: Device[]; next: { no: number } };

/** How well each source knows where it is (metres), and how long it takes to arrive (minutes, a mean). */
const senses: Record<Sense, { pinM: number; pinned: number; delay: number }> = {
  sensor: { pinM: 3, pinned: 1, delay: 0.5 },
  camera: { pinM: 15, pinned: 1, delay: 0.2 },
  hotline: { pinM: 60, pinned: 0.15, delay: 4 },
  citizen: { pinM: 35, pinned: 0.8, delay: 2 },
  collector: { pinM: 6, pinned: 1, delay: 5 },
  grid: { pinM: 8, pinned: 0.95, delay: 8 },
  police: { pinM: 80, pinned: 0.1, delay: 20 },
};
const people: readonly Sense[] = ['hotline', 'hotline', 'hotline', 'hotline', 'hotline', 'hotline', 'citizen', 'citizen', 'citizen', 'collector', 'grid', 'police', 'police']; // prettier-ignore

/** Who sees a problem, in no order: its device and cameras first, then people. */
function witnesses(chance: Chance, { kind, reports, by, fixed }: Problem): Sense[] {
  if (by.length > 0) return Array.from({ length: reports }, (_, i) => by[i % by.length]!);
  const found: Sense[] = [];
  if (kind.sensor && !fixed && reports > 1 && chance.is(0.6)) found.push('sensor');
  if (kind.camera && !fixed && reports > 1 && chance.is(0.6))
    found.push(...Array.from({ length: 1 + chance.below(3) }, (): Sense => 'camera'));
  while (found.length < reports) found.push(kind.at === 'company' || kind.id === 'wages' ? chance.pick(['hotline', 'hotline', 'citizen', 'police']) : chance.pick(people)); // prettier-ignore
  return found.slice(0, reports);
}

/** Every report of one problem. */
export function sightings(making: Making, problem: Problem): Report[] {
  const { chance } = making;
  const lasts = problem.end - problem.begin;
  const reports: Report[] = [];
  const cameraId = `replay-c${making.next.no}`;
  for (const source of witnesses(chance, problem)) {
    const early = source === 'sensor' || source === 'camera';
    const wait = Math.min(lasts * 0.95, early ? chance.wait(lasts * 0.1) : chance.wait(lasts * 0.3));
    const observedAt = Math.round(problem.begin + wait);
    const made = sight(making, problem, source, observedAt, cameraId);
    reports.push(made);
    const urges = made.door === 'hotline' && problem.hard === null && chance.is(0.06);
    if (urges && observedAt + 30 * minute < problem.end) reports.push(urge(making, made, problem));
  }
  return reports;
}

type Facts = Pick<
  Report,
  'door' | 'items' | 'key' | 'text' | 'pieces' | 'exact' | 'way' | 'district' | 'pinned' | 'untold'
>;

function sight(
  making: Making,
  problem: Problem,
  source: Sense,
  observedAt: number,
  cameraId: string,
): Report {
  const { chance } = making;
  const no = (making.next.no += 1);
  const { pinM, pinned, delay } = senses[source];
  const stood = shifted(problem.at, chance.around(problem.kind.spreadM / 3), chance.around(problem.kind.spreadM / 3)); // prettier-ignore
  const device = source === 'sensor';
  const seen = shifted(device || source === 'camera' ? problem.at : stood, chance.around(pinM), chance.around(pinM)); // prettier-ignore
  const pin = problem.kind.id !== 'wages' && chance.is(pinned) ? seen : null;
  const facts = device
    ? sensed(making, problem, seen, observedAt, no)
    : source === 'camera'
      ? filmed(problem, seen, observedAt, no, cameraId)
      : told(making, problem, source, pin, observedAt, no);
  return {
    id: `r${no}`,
    truth: problem.id,
    also: [],
    kindId: problem.kind.id,
    nature: 'report',
    source,
    observedAt,
    arrivesAt: Math.round(
      observedAt + problem.offline + Math.min(chance.wait(delay), delay * 4) * minute + 1_000,
    ),
    at: problem.kind.id === 'wages' ? null : problem.at,
    matters: problem.kind.matters,
    hard: problem.hard,
    ...facts,
  };
}

/** A device goes over its line and stays there. */
function sensed({ devices }: Making, problem: Problem, at: LngLat, observedAt: number, no: number): Facts {
  const { metric, kind, name, over } = problem.kind.sensor!;
  const deviceId = `replay-d${no}`;
  devices.push({ deviceId, name: `${problem.base.name}${name}`, kind, metric, at });
  const reading = (when: number): Record<string, unknown> => ({ deviceId, metric, value: over, observedAt: new Date(when).toISOString() }); // prettier-ignore
  const items = [reading(observedAt - longestMs), reading(observedAt)];
  return { door: 'sensor', items, key: `${deviceId}/`, text: '', pieces: [], exact: false, way: 'device', district: problem.district, pinned: true, untold: false }; // prettier-ignore
}

function filmed(
  { kind, district }: Problem,
  at: LngLat,
  observedAt: number,
  no: number,
  cameraId: string,
): Facts {
  const alarmId = `a${no}`;
  const item = { platformId: 'replay', alarmId, cameraId, kind: kind.camera, confidence: 0.92, observedAt: new Date(observedAt).toISOString(), ...at }; // prettier-ignore
  return { door: 'camera', items: [item], key: `replay/${alarmId}`, text: '', pieces: [], exact: false, way: 'device', district, pinned: true, untold: false }; // prettier-ignore
}

/** What a person says, at the door that such a person has. */
function told(
  making: Making,
  problem: Problem,
  source: Sense,
  pin: LngLat | null,
  observedAt: number,
  no: number,
): Facts {
  const { chance, world } = making;
  const trained = source === 'collector' || source === 'grid' || source === 'police';
  const place = tellPlace(chance, world, problem, trained);
  const caller = { name: nameOf(chance), phone: phoneOf(chance) };
  const own = !trained && chance.is(source === 'hotline' ? 0.3 : 0.12) ? plant(chance, caller) : null;
  const text = speak(chance, problem.kind, source, place.words, own?.words ?? '');
  const district = place.district || pin !== null ? problem.district : null;
  const facts = { text, pieces: own?.pieces ?? [], exact: place.exact && pin === null, way: place.way, district, pinned: pin !== null, untold: pin === null && place.untold === true }; // prettier-ignore
  return { ...facts, ...door(chance, source, text, pin, observedAt, no, caller) };
}

/** The item of a spoken report, and the key that its door makes of it. */
export function door(
  chance: Chance,
  source: Sense,
  text: string,
  pin: LngLat | null,
  observedAt: number,
  no: number,
  caller: { name: string; phone: string },
): Pick<Report, 'door' | 'items' | 'key'> {
  const at = new Date(observedAt).toISOString();
  if (source === 'hotline') {
    const who = chance.is(0.75) ? { callerName: caller.name, callerPhone: caller.phone } : {};
    const item = { platform: 'replay', ticketNo: `T${no}`, revision: 1, text, calledAt: at, kind: 'report', ...pin, ...who }; // prettier-ignore
    return { door: 'hotline', items: [item], key: `replay/T${no}/1` };
  }
  const reportNo = `N${no}`;
  const item = { reporterKind: source, reportNo, text, observedAt: at, ...pin };
  return { door: 'report', items: [item], key: `${source}/${reportNo}` };
}

const urging = ['还没有人来处理', '打过电话了，怎么还没来人', '催一下之前报的那个', '都过了好久了，点解仲未搞掂', '请问处理到哪一步了', '再催办一次，情况更严重了']; // prettier-ignore

/** 催单: the same ticket again. */
function urge({ chance, next }: Making, first: Report, problem: Problem): Report {
  next.no += 1;
  const observedAt = Math.round(first.observedAt + 20 * minute + chance.wait(40 * minute));
  const item = { ...first.items[0]!, revision: 2, text: chance.pick(urging), calledAt: new Date(observedAt).toISOString() }; // prettier-ignore
  const { lng: _lng, lat: _lat, ...bare } = item as Record<string, unknown>;
  return {
    ...first,
    id: `r${next.no}`,
    nature: 'urging',
    items: [bare],
    key: first.key.replace(/1$/u, '2'),
    text: String(bare['text']),
    observedAt,
    arrivesAt: Math.max(observedAt, first.arrivesAt) + 2 * minute,
    matters: [],
    district: null,
    exact: false,
    pinned: false,
    pieces: [],
    way: 'none',
    at: problem.at,
  };
}
