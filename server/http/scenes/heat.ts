import { customersBelow } from '#domain/heat.ts';
import { facilitiesOf, nearestOf } from '#store/facilities.ts';
import type { Facility } from '#store/facilities.ts';
import type { SceneLine } from '#contracts/scene.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneCall, SceneMaker } from '../support/scene.ts';
import { findingOf, listOf, sense, shareWords, valueWords, wantingOf } from '../support/sensed.ts';
import type { Sensed } from '../support/sensed.ts';

/** A measuring point farther from every pipe than this belongs to none. */
const withinM = 1_500;

/** 热网: pressure and flow of the steam network, and who gets no steam when a run fails. */
export const scene: SceneMaker = {
  id: 'heat',
  title: '热网',
  right: 'wall.read',
  families: ['heat'],
  figures: async (call) => {
    const pressure = await sense(call, 'pressure_mpa');
    const flow = await sense(call, 'flow_th');
    const nodes = await facilitiesOf(call.tx, 'node');
    const users = nodes.filter(({ detail }) => detail.kind === 'node' && detail.role === 'customer');
    const hit = await usersHit(call, nodes, pressure);
    const [lowest] = pressure?.rows ?? [];
    const finding = findingOf(pressure, '压力测点', '压力', 'MPa');
    return {
      finding: hit.size > 0 ? `${finding}，下游 ${hit.size} 户用汽受影响` : finding,
      numbers: [
        numberOf(
          '最低压力',
          lowest ? valueWords('pressure_mpa', lowest.value) : '—',
          lowest?.name ?? '没有读数',
          {
            unit: lowest ? 'MPa' : '',
            state: lowest?.over ? 'over' : 'calm',
          },
        ),
        numberOf('受影响用户', hit.size, `共 ${users.length} 户`, {
          unit: '户',
          state: hit.size > 0 ? 'over' : 'calm',
        }),
        await mattersNumber(call),
      ],
      lists: [
        listOf(call.reference, pressure, { title: '压力', none: '压力测点没有读数' }),
        {
          title: '下游受影响用户',
          measure: '户',
          none: '没有用户受影响',
          lines: users.filter(({ code }) => hit.has(code)).map(userLine),
        },
        listOf(call.reference, flow, { title: '流量', none: '流量测点没有读数' }),
      ],
      places: nodes.flatMap((node) => placeOf(node, hit)),
      sources: [
        shareWords('压力', pressure),
        shareWords('流量', flow),
        ...(nodes.length > 0 ? ['管网为推演'] : []),
      ],
      wanting: wantingOf([
        ['压力测点', pressure],
        ['流量测点', flow],
      ]),
    };
  },
};

/** The customers below every run whose pressure has fallen. */
async function usersHit(
  { tx }: SceneCall,
  nodes: readonly Facility[],
  pressure: Sensed | null,
): Promise<ReadonlySet<string>> {
  const fallen = pressure?.rows.filter(({ over }) => over) ?? [];
  if (fallen.length === 0) return new Set();
  const pipes = await facilitiesOf(tx, 'pipe');
  const runs = pipes.flatMap(({ code, detail }) => (detail.kind === 'pipe' ? [{ code, detail }] : []));
  const ends = nodes.flatMap(({ code, detail }) => (detail.kind === 'node' ? [{ code, detail }] : []));
  const at = await nearestOf(tx, 'pipe', fallen, withinM);
  const hit = at.flatMap((code) => {
    const run = runs.find((one) => one.code === code);
    return run ? customersBelow(ends, runs, run.detail.to) : [];
  });
  return new Set(hit);
}

const userLine = ({ code, name }: Facility): SceneLine => ({
  key: code,
  name,
  value: '须通知',
  unit: '',
  note: '',
  holder: null,
  at: null,
  state: 'over',
});

function placeOf({ code, name, detail, geometry }: Facility, hit: ReadonlySet<string>) {
  if (detail.kind !== 'node' || detail.role === 'valve') return [];
  const [lng = 0, lat = 0] = geometry.coordinates as number[];
  const over = hit.has(code);
  const place = { key: code, kind: 'site' as const, name: name.replace('（推演）', ''), lng, lat };
  return [
    {
      ...place,
      note: over ? '用汽受影响' : '',
      courseDeg: null,
      speedKmh: null,
      state: over ? ('over' as const) : ('calm' as const),
    },
  ];
}
