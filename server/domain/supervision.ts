import type { Right } from '#domain/rights.ts';
import { spellAfter } from './merging.ts';

/** 督办等级 of a rung of the ladder; null below 100 %. */
export function levelOf(rung: number): 1 | 2 | 3 | null {
  if (rung < 100) return null;
  return rung >= 200 ? 3 : rung >= 150 ? 2 : 1;
}

export const levelNames = { 1: '一级', 2: '二级', 3: '三级' } as const;
export type Level = keyof typeof levelNames;

/** Who signs and discards: the shift leader level 1, the head of the centre (领导) levels 2 and 3. */
export function signingRight(level: number): Right {
  return level === 1 ? 'supervision.sign-first' : 'supervision.sign-higher';
}

export type Overdue = {
  level: Level;
  unitName: string;
  centreName: string;
  no: string;
  title: string;
  address: string | null;
  /** 2 个工作日 */
  limit: string;
  dueAt: Date;
  now: Date;
};

const cityTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const cityDay = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', dateStyle: 'long' });

const demands: Record<Level, string> = {
  1: '请立即组织办理，并于收到本单后 1 个工作日内书面回复办理情况、超时原因和预计办结时间。',
  2: '经一级督办仍未办结。请你单位分管负责人牵头，立即组织办理，并于收到本单后 1 个工作日内书面回复整改措施和办结时限；本案须经督办人解除督办后方可结案。',
  3: '经多次督办仍未办结，已列入重点督办清单。请你单位主要负责人牵头，立即组织办理，并于收到本单后当日书面回复；本案须经督办人解除督办后方可结案。',
};

/** 督办单拟稿: what the machine knows, in the words of an official; a named person reads, changes and signs it. */
export function draftOf(overdue: Overdue): { title: string; body: string } {
  const { level, unitName, centreName, no, title, address, limit, dueAt, now } = overdue;
  const late = spellAfter('已超时', Math.max(0, (now.getTime() - dueAt.getTime()) / 60_000));
  const place = address === null ? '' : `（地点：${address}）`;
  const lines = [
    `${unitName}：`,
    `　　你单位承办的案件 ${no}“${title}”${place}，承办时限 ${limit}，应于 ${cityTime.format(dueAt)} 前办结。截至 ${cityTime.format(now)}，${late}，尚未收到办理反馈。`,
    `　　${demands[level]}`,
    `${centreName}`,
    cityDay.format(now),
  ];
  return { title: `关于限期办理“${title}”的${levelNames[level]}督办单`, body: lines.join('\n') };
}

/** How long a unit has to answer when nobody says otherwise: one working day. */
export const answerLimit = { amount: 1, unit: 'work-day' } as const;
const mostAnswerMs = 31 * 24 * 3_600_000;

/** Why this instant may not be set for the answer, in words; null when it may. */
export function answerByRefusal(answerBy: Date, now: Date): string | null {
  const left = answerBy.getTime() - now.getTime();
  if (left < 30 * 60_000) return '回复期限须在半小时以后';
  return left > mostAnswerMs ? '回复期限最长 31 天' : null;
}

export type ByHand = Pick<
  Overdue,
  'level' | 'unitName' | 'centreName' | 'no' | 'title' | 'address' | 'now'
> & {
  demand: string;
  answerBy: Date;
};

/** 领导督办: what a person demands, as a 督办单. */
export function sheetByHand(one: ByHand): { title: string; body: string } {
  const { level, unitName, centreName, no, title, address, demand, answerBy, now } = one;
  const place = address === null ? '' : `（地点：${address}）`;
  const lines = [
    `${unitName}：`,
    `　　你单位承办的案件 ${no}“${title}”${place}，现予督办。要求：${demand.replace(/。$/, '')}。`,
    `　　请于 ${cityTime.format(answerBy)} 前书面回复办理情况；本案须经督办人解除督办后方可结案。`,
    `${centreName}`,
    cityDay.format(now),
  ];
  return { title: `关于督办“${title}”的${levelNames[level]}督办单`, body: lines.join('\n') };
}
