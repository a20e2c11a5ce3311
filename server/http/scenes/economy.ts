import type { Indicator } from '#contracts/indicator.ts';
import type { SceneLine } from '#contracts/scene.ts';
import { grouped } from '#domain/kpi.ts';
import { periodWords } from '#domain/period.ts';
import { newestIndicators } from '#store/indicators.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

/** A monthly figure is followed by the next within two months, a quarterly one within four. */
const freshDays = { month: 75, quarter: 130 };
const dayMs = 24 * 3_600_000;

/** 经济: figures of months and quarters, each with its date of publication; and what firms ask for, as a number. */
export const scene: SceneMaker = {
  id: 'economy',
  title: '经济',
  right: 'wall.read',
  families: ['business-help'],
  figures: async (call) => {
    const all = await newestIndicators(call.tx);
    const known = all.length > 0;
    const compared = all.filter(({ changePercent }) => changePercent !== null);
    const fallen = compared.filter(({ changePercent }) => changePercent! < 0);
    const issuers = [...new Set(all.map(({ issuer }) => issuer))];
    return {
      finding: findingOf(all, fallen),
      numbers: [
        known
          ? numberOf('指标', all.length, `${issuers.length} 个单位发布`, { unit: '项' })
          : numberOf('指标', '—', '由统计部门导入'),
        compared.length > 0
          ? numberOf('同比下降', fallen.length, `有同比的 ${compared.length} 项中`, {
              unit: '项',
              state: fallen.length > 0 ? 'over' : 'calm',
            })
          : numberOf('同比下降', '—', '没有可比的指标'),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: '最近一期，按发布日期',
          none: '没有导入任何指标',
          lines: all.map((one) => lineOf(one, call.now)),
        },
      ],
      places: [],
      sources: issuers.length > 0 ? issuers : ['在办为企业诉求，只计数'],
      wanting: known ? [] : ['月度、季度经济指标（由统计部门导入）'],
    };
  },
};

function findingOf(all: readonly Indicator[], fallen: readonly Indicator[]): string {
  const [newest] = all;
  if (!newest) return '经济指标尚未导入';
  const [first] = fallen.toSorted((a, b) => a.changePercent! - b.changePercent!);
  if (!first) return `最近发布的是${periodWords(newest.period)}${newest.name}，没有指标同比下降`;
  return `${periodWords(first.period)}${first.name}同比下降 ${Math.abs(first.changePercent!)} %`;
}

function lineOf(one: Indicator, now: Date): SceneLine {
  const { name, period, value, unit, changePercent, publishedOn } = one;
  const change =
    changePercent === null ? '' : `同比 ${changePercent < 0 ? '−' : '+'}${Math.abs(changePercent)} %`;
  const age = (now.getTime() - Date.parse(publishedOn)) / dayMs;
  const late = age > (period.includes('Q') ? freshDays.quarter : freshDays.month);
  return {
    key: name,
    name,
    value: Number.isInteger(value) ? grouped(value) : String(value),
    unit,
    note: [`${periodWords(period)}，${publishedOn.slice(5)} 发布`, late ? '逾期未更新' : change]
      .filter(Boolean)
      .join('　'),
    holder: null,
    at: null,
    state: late ? 'late' : changePercent !== null && changePercent < 0 ? 'over' : 'calm',
  };
}
