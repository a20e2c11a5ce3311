import type { SceneLine, ScenePlace } from '#contracts/scene.ts';
import { approaches, clearanceM, coreM, tooHigh, trackM } from '#domain/bridge.ts';
import type { Approach } from '#domain/bridge.ts';
import { facilitiesOf } from '#store/facilities.ts';
import { stations } from '#store/gauges.ts';
import { heardMinutes, vesselsKnown, vesselsUnderWay } from '#store/vessels.ts';
import type { VesselRow } from '#store/vessels.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneCall, SceneMaker } from '../support/scene.ts';

const mostVessels = 300;

type Span = {
  code: string;
  name: string;
  lng: number;
  lat: number;
  level: { value: number; at: Date } | null;
  clearanceM: number | null;
};

/** 桥梁: nine bridges, the air under each at the level of now, and who makes for it too high. */
export const scene: SceneMaker = {
  id: 'bridges',
  title: '桥梁',
  right: 'wall.read',
  families: ['ship', 'bridge-defect'],
  figures: async (call) => {
    const spans = await readSpans(call);
    const vessels = await vesselsUnderWay(call.tx, call.now, mostVessels);
    const near = approaches(spans, vessels);
    const high = near.filter(tooHigh);
    const isHigh = ({ id }: VesselRow): boolean => high.some(({ vessel }) => vessel === id);
    const known = spans.filter(({ clearanceM: air }) => air !== null);
    const lowest = known.toSorted((a, b) => a.clearanceM! - b.clearanceM!)[0];
    const inRing = (metres: number): number =>
      new Set(near.filter(({ distanceM }) => distanceM <= metres).map(({ vessel }) => vessel)).size;
    return {
      finding: findingOf(spans, high, lowest),
      numbers: [
        numberOf('最小净空', lowest ? lowest.clearanceM!.toFixed(1) : '—', lowest?.name ?? '水位站未接入', {
          unit: lowest ? 'm' : '',
        }),
        numberOf('2 km 内船舶', inRing(trackM), `500 m 内 ${inRing(coreM)}，在航 ${vessels.length}`, {
          unit: '艘',
          state: high.length > 0 ? 'over' : 'calm',
        }),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: '桥下净空，按现水位',
          measure: '座',
          none: '没有桥梁资料',
          lines: lowestFirst(spans)
            .map((span) => lineOf(span, near))
            .toSorted(criticalFirst),
        },
      ],
      // Vessels move on the map by the live feed; these are the ones that somebody must see.
      places: [...spans.map((span) => placeOf(span, high)), ...vessels.filter(isHigh).map(vesselOf)],
      sources: [
        `水位 ${known.length}/${spans.length} 座有站`,
        `AIS 近 ${heardMinutes} 分钟 ${vessels.length} 艘`,
        ...(spans.length > 0 ? ['净高为推演值'] : []),
      ],
      wanting: (await vesselsKnown(call.tx)) ? [] : ['船舶 AIS'],
    };
  },
};

async function readSpans({ tx, now }: SceneCall): Promise<Span[]> {
  const bridges = await facilitiesOf(tx, 'bridge');
  const gauges = await facilitiesOf(tx, 'gauge');
  const deviceOf = new Map(
    gauges.flatMap(({ name, detail }) =>
      detail.kind === 'gauge' && detail.deviceId ? [[name, detail.deviceId] as const] : [],
    ),
  );
  const deviceIds = [...deviceOf.values()];
  const heard = await stations(tx, { metric: 'level_m', deviceIds, minutes: 0, most: deviceIds.length, now });
  const levels = new Map(heard.map((one) => [one.deviceId, { value: one.value, at: one.observedAt }]));
  return bridges.flatMap(({ code, name, detail, geometry }): Span[] => {
    if (detail.kind !== 'bridge') return [];
    const level = levels.get(deviceOf.get(detail.referenceStation) ?? '') ?? null;
    return [
      {
        code,
        name,
        ...middle(geometry.coordinates as [number, number][]),
        level,
        clearanceM: level && clearanceM(detail, level.value),
      },
    ];
  });
}

function middle(line: readonly [number, number][]): { lng: number; lat: number } {
  const [from, to] = [line[0]!, line.at(-1)!];
  return { lng: (from[0] + to[0]) / 2, lat: (from[1] + to[1]) / 2 };
}

function findingOf(spans: readonly Span[], high: readonly Approach[], lowest: Span | undefined): string {
  const [first] = high;
  const nameOf = (code: string): string => spans.find((one) => one.code === code)?.name ?? code;
  if (first) {
    const when = first.minutes === null ? '已在桥区' : `${Math.ceil(first.minutes)} 分钟到桥`;
    return `船舶过高：${nameOf(first.bridge)}净空不足 ${Math.max(0, -first.spareM!).toFixed(1)} m，${when}`;
  }
  if (spans.length === 0) return '没有桥梁资料';
  if (!lowest) return `${spans.length} 座桥的水位站均未接入，净空无从计算`;
  return `没有船舶过高，净空最小的${lowest.name} ${lowest.clearanceM!.toFixed(1)} m`;
}

/** The least air first; where nobody knows the level, last. */
const lowestFirst = (spans: readonly Span[]): Span[] =>
  spans.toSorted((a, b) => (a.clearanceM ?? Infinity) - (b.clearanceM ?? Infinity) || 0);

/** A bridge that a vessel is too high for stands above all. */
const criticalFirst = (a: SceneLine, b: SceneLine): number =>
  Number(b.state === 'over') - Number(a.state === 'over');

function lineOf(span: Span, near: readonly Approach[]): SceneLine {
  const mine = near.filter(({ bridge }) => bridge === span.code);
  const coming = mine.find(tooHigh) ?? mine.find(({ distanceM }) => distanceM <= trackM);
  const when = coming?.minutes ? `，${Math.ceil(coming.minutes)} 分钟到桥` : '';
  return {
    key: span.code,
    name: span.name,
    value: span.clearanceM === null ? '水位未接入' : span.clearanceM.toFixed(1),
    unit: span.clearanceM === null ? '' : '米',
    note: coming ? `来船 ${Math.round(coming.distanceM)} m${when}` : '',
    holder: null,
    at: span.level?.at.toISOString() ?? null,
    state: coming && tooHigh(coming) ? 'over' : span.level ? 'calm' : 'late',
  };
}

function placeOf({ code, name, lng, lat, clearanceM: air }: Span, high: readonly Approach[]): ScenePlace {
  const over = high.some(({ bridge }) => bridge === code);
  const note = air === null ? '水位未接入' : `净空 ${air.toFixed(1)} m`;
  const state = over ? 'over' : air === null ? 'late' : 'calm';
  return { key: code, kind: 'site', name, note, lng, lat, courseDeg: null, speedKmh: null, state };
}

function vesselOf({ id, lng, lat, courseDeg, speedKmh }: VesselRow): ScenePlace {
  return {
    key: id,
    kind: 'vessel',
    name: `船舶 ${id}`,
    note: '',
    lng,
    lat,
    courseDeg,
    speedKmh,
    state: 'over',
  };
}
