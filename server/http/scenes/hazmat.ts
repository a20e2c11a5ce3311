import type { SceneLine, ScenePlace } from '#contracts/scene.ts';
import { hazmatVehicles } from '#store/movers.ts';
import { parksNow } from '#store/parks.ts';
import type { ParkRow } from '#store/parks.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { findingOf, listOf, sense, shareWords, wantingOf } from '../support/sensed.ts';

const metric = 'voc_ppb';
const reachM = 3_000;
const reach = '3 km 内';

/** 危化: parks, the air at their borders, and who lives by them. */
export const scene: SceneMaker = {
  id: 'hazmat',
  title: '危化',
  right: 'wall.read',
  families: ['hazmat', 'hazmat-waste', 'hazmat-vehicle', 'odour', 'gas', 'fire'],
  figures: async (call) => {
    const voc = await sense(call, metric);
    const { tx, now, reference, categories } = call;
    const parks = await parksNow(tx, { metric, categories, metres: reachM, now });
    const watched = parks.filter(({ station }) => station !== null);
    const chemical = parks.filter(({ chemical: is }) => is);
    const exposed = parks.filter(({ over, matters }) => over || matters > 0);
    const vehicles = await hazmatVehicles(tx, now);
    const schools = exposed.reduce((sum, one) => sum + one.schools, 0);
    return {
      finding: findingOf(voc, '园区边界站', 'VOC', 'ppb'),
      numbers: [
        numberOf('化工园区', chemical.length, `园区 ${parks.length}，有界站 ${watched.length}`, {
          unit: '个',
        }),
        numberOf('受关注园区', exposed.length, `${reach}学校 ${schools} 所`, {
          unit: '个',
          state: exposed.some(({ over }) => over) ? 'over' : 'calm',
        }),
        await mattersNumber(call),
      ],
      lists: [
        listOf(reference, voc, { title: '边界站 VOC', none: '边界站没有读数' }),
        {
          title: `园区，${reach}`,
          none: '没有园区资料',
          measure: '个',
          lines: parks.toSorted(gravestFirst).map(lineOf),
        },
      ],
      places: parks.filter(({ chemical: is, over, matters }) => is || over || matters > 0).map(placeOf),
      sources: [
        shareWords('边界站', voc),
        ...(vehicles.known ? [`危化品车 ${vehicles.heard} 辆在线`] : []),
        ...(parks.length > 0 ? ['园区范围为示意'] : []),
      ],
      wanting: [
        ...wantingOf([['边界站', voc]]),
        '风向风速',
        '罐区液位温度',
        ...(vehicles.known ? [] : ['危运车辆']),
      ],
    };
  },
};

/** Past its line, then with matters around it, then by what its station measures, then chemical ones. */
const gravity = ({ over, matters, value, chemical }: ParkRow): number[] => [
  Number(over),
  matters,
  value ?? -1,
  Number(chemical),
];
function gravestFirst(a: ParkRow, b: ParkRow): number {
  const [of, than] = [gravity(a), gravity(b)];
  const at = of.findIndex((one, n) => one !== than[n]);
  return at < 0 ? 0 : than[at]! - of[at]!;
}

function lineOf(park: ParkRow): SceneLine {
  const around =
    park.schools + park.hospitals > 0 ? `学校 ${park.schools}　医院 ${park.hospitals}` : park.makes;
  return {
    key: park.code,
    name: park.name,
    value: park.station === null ? '—' : `${Math.round(park.value!)}`,
    unit: park.station === null ? '' : 'ppb',
    note: park.matters > 0 ? `在办 ${park.matters} 件　${around}` : around,
    holder: null,
    at: park.observedAt?.toISOString() ?? null,
    state: park.over ? 'over' : park.station === null ? 'late' : 'calm',
  };
}

function placeOf({ code, name, lng, lat, value, over, matters }: ParkRow): ScenePlace {
  const note = value === null ? (matters > 0 ? `在办 ${matters} 件` : '') : `VOC ${Math.round(value)} ppb`;
  const state = over ? 'over' : 'calm';
  return { key: code, kind: 'site', name, note, lng, lat, courseDeg: null, speedKmh: null, state };
}
