import type { Reference } from '#contracts/reference.ts';
import type { SceneLine, SceneNumber } from '#contracts/scene.ts';
import { countDrafts, unitDebts } from '#store/scene-supervision.ts';
import type { UnitDebt } from '#store/scene-supervision.ts';
import { numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

type Sums = Omit<UnitDebt, 'unitCode' | 'answerBy'>;
type Named = UnitDebt & { name: string };

/** 督查: which units are late, and which owe an answer to a 督办单. Only for who may sign one; a screen may not. */
export const scene: SceneMaker = {
  id: 'supervision',
  title: '督查',
  right: 'supervision.sign',
  families: null,
  figures: async ({ tx, now, reference }) => {
    const units = (await unitDebts(tx, now)).map((one) => ({ ...one, name: nameOf(reference, one) }));
    const sums = sumsOf(units);
    const drafts = await countDrafts(tx);
    const told = units.filter(({ sent }) => sent > 0);
    return {
      finding: findingOf(units, sums, drafts),
      numbers: numbersOf(units, sums, drafts),
      lists: [
        {
          title: '超时 / 在办，按单位',
          measure: '家',
          none: '没有单位超时',
          lines: units.filter(({ overdue }) => overdue > 0).map(lateLine),
        },
        {
          title: '督办已复 / 在督，按单位',
          measure: '家',
          none: '没有在督的督办单',
          lines: told.toSorted((a, b) => b.unanswered - a.unanswered || b.sent - a.sent).map(toldLine),
        },
      ],
      places: [],
      sources: ['在办案件承办时限', '督办台账，不含已解除'],
      wanting: [],
    };
  },
};

const nameOf = ({ unit }: Reference, { unitCode }: UnitDebt): string => unit.get(unitCode)?.name ?? unitCode;

function sumsOf(units: readonly UnitDebt[]): Sums {
  const sum = (name: keyof Sums): number => units.reduce((all, one) => all + one[name], 0);
  return {
    open: sum('open'),
    overdue: sum('overdue'),
    sent: sum('sent'),
    replied: sum('replied'),
    dated: sum('dated'),
    unanswered: sum('unanswered'),
  };
}

/** 甲单位等 3 个单位: who leads, and how many there are. */
function whose(units: readonly Named[], count: (one: Named) => number): string {
  const those = units.filter((one) => count(one) > 0).toSorted((a, b) => count(b) - count(a));
  const [first] = those;
  return `${first?.name ?? ''}${those.length > 1 ? `等 ${those.length} 个单位` : ''}`;
}

function findingOf(units: readonly Named[], sums: Sums, drafts: number): string {
  if (sums.unanswered > 0)
    return `${whose(units, ({ unanswered }) => unanswered)} ${sums.unanswered} 单督办逾期未复`;
  if (drafts > 0) return `${drafts} 单督办已拟稿，待签发`;
  if (sums.overdue > 0) return `${whose(units, ({ overdue }) => overdue)} ${sums.overdue} 件超时`;
  return sums.open === 0 ? '没有单位在办的案件' : `各单位在办 ${sums.open} 件，没有超时`;
}

function numbersOf(units: readonly UnitDebt[], sums: Sums, drafts: number): SceneNumber[] {
  const waiting = sums.sent - sums.replied;
  const late = units.filter(({ overdue }) => overdue > 0).length;
  const having = units.filter(({ open }) => open > 0).length;
  return [
    numberOf(`超时，涉 ${late}/${having} 个单位`, sums.overdue, `各单位在办 ${sums.open} 件中`, {
      unit: '件',
      state: sums.overdue > 0 ? 'over' : 'calm',
    }),
    numberOf(
      drafts > 0 ? `在督，待签发 ${drafts}` : '在督',
      sums.sent,
      `已复 ${sums.replied}，待复 ${waiting}`,
      {
        unit: '单',
      },
    ),
    numberOf('逾期未复', sums.unanswered, `有期限的待复 ${sums.dated} 单中`, {
      unit: '单',
      state: sums.unanswered > 0 ? 'over' : 'calm',
    }),
  ];
}

const lateLine = ({ unitCode, name, overdue, open, sent }: Named): SceneLine => ({
  key: unitCode,
  name,
  value: `${overdue}/${open}`,
  unit: '件',
  note: sent > 0 ? `在督 ${sent} 单` : '未督办',
  holder: null,
  at: null,
  state: 'over',
});

function toldLine({ unitCode, name, sent, replied, unanswered, answerBy }: Named): SceneLine {
  const waiting = sent - replied;
  const note =
    waiting === 0 ? '均已回复' : unanswered > 0 ? `逾期未复 ${unanswered} 单` : `待复 ${waiting} 单`;
  return {
    key: unitCode,
    name,
    value: `${replied}/${sent}`,
    unit: '单',
    note,
    holder: null,
    at: unanswered > 0 ? (answerBy?.toISOString() ?? null) : null,
    state: unanswered > 0 ? 'over' : 'calm',
  };
}
