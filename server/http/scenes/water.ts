import type { SceneLine } from '#contracts/scene.ts';
import { lineWords } from '#domain/gauge.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneCall, SceneMaker } from '../support/scene.ts';
import { findingOf, linesOf, sense, shareWords, valueWords, wantingOf } from '../support/sensed.ts';
import { gauges } from '../support/waters.ts';

/** Less than this is a wet road. */
const standingM = 0.01;

/** 内涝: how deep it stands where, who has it, and what comes from sky and river. */
export const scene: SceneMaker = {
  id: 'water',
  title: '内涝',
  right: 'wall.read',
  families: ['flooding', 'drain-blocked', 'sewage-overflow', 'river', 'dike', 'rain'],
  figures: async (call) => {
    const [depth, well, rain] = [
      await sense(call, 'depth_m'),
      await sense(call, 'freeboard_m'),
      await sense(call, 'rain_mm_h', 1),
    ];
    const wet = depth?.rows.filter(({ over, value }) => over || value > standingM) ?? [];
    const deepest = wet.toSorted((a, b) => b.value - a.value)[0];
    const hardest = rain?.rows.find(({ value }) => value > 0);
    return {
      finding: findingOf(depth, '积水点', '积水', 'm'),
      numbers: [
        numberOf('最深', deepest ? valueWords('depth_m', deepest.value) : '0', deepest?.name ?? '没有积水', {
          unit: deepest ? 'm' : '',
          state: deepest?.over ? 'over' : 'calm',
        }),
        numberOf(
          '雨强',
          hardest ? valueWords('rain_mm_h', hardest.value) : '0',
          hardest?.name ?? '没有降雨',
          {
            unit: 'mm/h',
          },
        ),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: '积水点',
          measure: '处',
          none: '各监测点没有积水',
          lines: depth ? linesOf(call.reference, { ...depth, rows: wet }) : [],
        },
        {
          title: '井口将溢',
          measure: '处',
          more: Math.max(0, (well?.over ?? 0) - (well?.rows.length ?? 0)),
          none: '各检查井水位正常',
          lines: well ? linesOf(call.reference, { ...well, rows: well.rows.filter(({ over }) => over) }) : [],
        },
        { title: '水情', measure: '站', none: '没有水位站来数', lines: await riverLines(call) },
      ],
      places: [],
      sources: [shareWords('积水点', depth), shareWords('检查井', well), shareWords('雨量站', rain)],
      wanting: wantingOf([
        ['积水点', depth],
        ['检查井', well],
        ['雨量站', rain],
      ]),
    };
  },
};

/** Stations with lines of their own; what is extrapolated says so. */
async function riverLines({ tx, reference, now }: SceneCall): Promise<SceneLine[]> {
  return (await gauges(tx, reference, now)).map((gauge) => ({
    key: gauge.deviceId,
    name: gauge.name,
    value: gauge.value.toFixed(2),
    unit: '米',
    note:
      gauge.minutesToWarning === null
        ? lineWords(gauge.value, gauge)
        : `外推 ${Math.round(gauge.minutesToWarning)} 分钟到警戒，非水文预报`,
    holder: null,
    at: gauge.observedAt,
    state: gauge.value >= gauge.warning ? 'over' : 'calm',
  }));
}
