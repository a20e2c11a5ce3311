import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import type { SceneLine, SceneNumber } from '#contracts/scene.ts';
import { leastInCell } from '#domain/density.ts';
import { yesterdayWords } from '#domain/records.ts';
import type { Records } from '#domain/records.ts';
import { isBurst } from '#domain/swell.ts';
import { rateOf } from '#domain/kpi.ts';
import { callersByCell } from '#store/density.ts';
import { countVoices, topics } from '#store/voices.ts';
import type { Topic, VoiceCounts } from '#store/voices.ts';
import { numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';
import { densityOf, densityWords } from '../support/scene-density.ts';

/** 办理用时压减目标, in per cent of the month before. */
const goalPercent = -10;
const goalWords = `目标 −${-goalPercent} %`;
const mostTopics = 30;

/** 民意: what people call for, where it swells, and whether they are answered in time. */
export const scene: SceneMaker = {
  id: 'hotline',
  title: '民意',
  right: 'wall.read',
  families: null,
  figures: async (call) => {
    const { tx, now, reference } = call;
    const counts = await countVoices(tx, now);
    const said = await topics(tx, now);
    const cells = await callersByCell(tx, now, leastInCell);
    const bursts = said.filter(isBurst).toSorted((a, b) => b.hour - a.hour);
    const open = bursts.filter(({ categoryCode }) => mayName(reference, categoryCode));
    return {
      finding: findingOf(reference, counts, open),
      numbers: numbersOf(counts, call),
      lists: [
        {
          title: '近 1 小时突增',
          measure: '类',
          none: '近 1 小时没有突增',
          lines: open.map((one) =>
            topicLine(reference, one, `${one.district ?? '全市'}　前 7 日共 ${one.week} 件`, one.hour),
          ),
        },
        { title: '今日热点', measure: '类', none: '今日暂无诉求', lines: hotLines(reference, said) },
      ],
      places: [],
      density: densityOf(cells, call),
      sources: ['12345 诉求单', '用时自来电至答复，按自然时', densityWords(cells, call)],
      wanting: [],
    };
  },
};

/** What must not stand on a wall is counted, never named. */
const mayName = ({ category }: Reference, code: string): boolean =>
  (category.get(code)?.wall ?? 'never') !== 'never';

function findingOf(reference: Reference, { today, late }: VoiceCounts, bursts: readonly Topic[]): string {
  const [first] = bursts;
  if (first) {
    const name = categoryNameOf(reference, first.categoryCode);
    return `${first.district ?? '全市'}${name}突增，近 1 小时 ${first.hour} 件`;
  }
  if (late > 0) return `${late} 件诉求已过承诺时限，须督促答复`;
  return today === 0 ? '今日暂无诉求' : `今日诉求 ${today} 件，没有突增`;
}

function numbersOf(counts: VoiceCounts, records: Records): SceneNumber[] {
  const { today, yesterdaySameTime, open, due, onTime, hours, hoursBefore, answersBefore } = counts;
  const { value } = rateOf(onTime, due);
  const change =
    hours === null || !hoursBefore ? null : Math.round(((hours - hoursBefore) * 100) / hoursBefore);
  return [
    numberOf('今日诉求', today, `待答复 ${open}，${yesterdayWords(yesterdaySameTime, records)}`, {
      unit: '件',
    }),
    numberOf(
      '本月按时办结',
      value === null ? '—' : value.toFixed(1),
      due === 0 ? '本月无应办结' : `${onTime} / 应办结 ${due}`,
      {
        unit: value === null ? '' : '%',
      },
    ),
    numberOf(
      '平均用时',
      hours === null ? '—' : hours.toFixed(1),
      hours === null ? '本月无办结' : usedWords(change, answersBefore),
      {
        unit: hours === null ? '' : '小时',
        state: change !== null && change > goalPercent ? 'over' : 'calm',
      },
    ),
  ];
}

const usedWords = (change: number | null, before: number): string =>
  change === null
    ? `${goalWords}，上月 ${before} 件`
    : `较上月 ${change > 0 ? '+' : '−'}${Math.abs(change)} %，${goalWords}`;

/** What is spoken of today, by category; the sensitive ones as one number. */
function hotLines(reference: Reference, said: readonly Topic[]): SceneLine[] {
  const sums = new Map<string, number>();
  for (const { categoryCode, today } of said)
    if (today > 0) sums.set(categoryCode, (sums.get(categoryCode) ?? 0) + today);
  const list = [...sums]
    .map(([categoryCode, today]) => ({ categoryCode, today }))
    .toSorted((a, b) => b.today - a.today);
  const named = list.filter(({ categoryCode }) => mayName(reference, categoryCode));
  const hidden = list.filter(({ categoryCode }) => !mayName(reference, categoryCode));
  const others = hidden.reduce((sum, one) => sum + one.today, 0);
  return [
    ...named.slice(0, mostTopics).map((one) => topicLine(reference, one, '', one.today)),
    ...(others > 0 ? [{ ...lineOf('hidden', '不上屏的诉求', others), note: '只计数，不列名' }] : []),
  ];
}

const lineOf = (key: string, name: string, count: number): SceneLine => ({
  key,
  name,
  value: String(count),
  unit: '件',
  note: '',
  holder: null,
  at: null,
  state: 'calm',
});

function topicLine(
  { category }: Reference,
  { categoryCode, district = '' }: { categoryCode: string; district?: string | null },
  note: string,
  count: number,
): SceneLine {
  const name = categoryNameOf({ category }, categoryCode);
  return {
    ...lineOf(`${categoryCode} ${district}`, name, count),
    note,
    state: note === '' ? 'calm' : 'over',
  };
}
