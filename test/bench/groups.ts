/**
 * Known truth: every group of ten reports is one problem at a place of its own, so afterwards each group must be one
 * incident and each incident one group. Two kinds of problem stand at every place; places are a kilometre apart, the
 * reports of one within 40 m, the radius of both kinds is 100 m.
 */
export type Report = {
  group: number;
  nth: number;
  family: string;
  lng: number;
  lat: number;
  spoken: boolean;
};

const columns = 188;
const rows = 193;
const perGroup = 10;
/** Reports that arrive mixed: those of twenty problems at a time, as in a storm. */
const mixed = 20 * perGroup;
export const groupsInCity = columns * rows * 2;
/** South-western corner; a place's own offset keeps it clear of the ones that were there before (see `oldIncidents`). */
const [west, south, step] = [111.21, 22.61, 0.01];

const kinds = [
  {
    family: 'flooding',
    kind: 'waterlogging',
    words: '路面积水好深，水浸到膝头，车辆过不去，请尽快派人来抽水',
  },
  { family: 'manhole', kind: 'manhole-missing', words: '路中间的井盖不见了，夜晚好危险，请尽快派人来补盖' },
] as const;

/** A number that looks random and is the same in every run. */
function scatter(n: number): number {
  let x = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** The nth report of the city's day; every fifth is a call, the others are cameras' alerts. */
export function reportAt(n: number): Report {
  const block = Math.floor(n / mixed) * mixed;
  // 77 and 200 have no common divisor: a walk through all reports of the block.
  const place = block + (((n - block) * 77) % mixed);
  const group = Math.floor(place / perGroup);
  if (group >= groupsInCity) throw new Error('the city has no place left for another problem');
  const site = ((group >> 1) * 7919) % (columns * rows);
  const metres = 40 * Math.sqrt(scatter(n * 2 + 1));
  const turn = 2 * Math.PI * scatter(n * 2 + 2);
  const nth = place % perGroup;
  return {
    group,
    nth,
    family: kinds[group % 2]!.family,
    lng: west + (site % columns) * step + (metres * Math.cos(turn)) / 102_000,
    lat: south + Math.floor(site / columns) * step + (metres * Math.sin(turn)) / 111_200,
    spoken: nth % 5 === 4,
  };
}

/** The report as its door wants it; its key begins with the group. */
export function itemOf({ group, nth, lng, lat, spoken }: Report): Record<string, unknown> {
  const { kind, words } = kinds[group % 2]!;
  const at = new Date().toISOString();
  if (!spoken) {
    const alarmId = `${group}-${nth}`;
    return { platformId: 'bench', alarmId, cameraId: `c${group}-${nth}`, kind, confidence: 0.93, observedAt: at, lng, lat }; // prettier-ignore
  }
  const phone = `139${String(group * perGroup + nth).padStart(8, '0')}`;
  return { platform: 'bench', ticketNo: `${group}-${nth}`, text: words, lng, lat, callerName: '李先生', callerPhone: phone, calledAt: at, kind: 'report' }; // prettier-ignore
}

/** Open incidents between the places, so that no search is made in an empty city. */
export const oldIncidents = (count: number): string => `
  insert into incident (no, status, category_code, family_code, severity, title, anchor, accuracy_m, net, reach,
                        opened_at, last_event_at, event_count, sources, created_on)
  select 'old-' || n, 'handling', 'road-flooding', case n % 2 when 0 then 'flooding' else 'manhole' end, 3, '积水', at, 50,
         st_expand(at, 0.0003), st_expand(at, 0.0009), now(), now(), 1, '{"camera": 1}', current_date
    from generate_series(0, ${count - 1}) as n,
         lateral (select st_setsrid(st_makepoint(${west} + 0.005 + n / 2 % 90 * 0.02, ${south} + 0.005 + n / 180 * 0.02), 4326)) as p(at)`;
