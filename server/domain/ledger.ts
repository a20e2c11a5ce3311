import { callWords, postNames } from '#contracts/duty.ts';
import type { Callout } from '#contracts/duty.ts';
import { momentWords } from './city-day.ts';

/** 叫应台账: one row a person. No number of anybody stands in it. */
export const ledgerHead = [
  '案号',
  '事项',
  '发起时间',
  '发起人',
  '单位',
  '岗位',
  '姓名',
  '叫应时间',
  '结果',
  '登记时间',
  '用时（分钟）',
  '登记人',
] as const;

export function ledgerRows(callouts: readonly Callout[]): string[][] {
  return callouts.flatMap(({ no, title, openedAt, openedName, people }) =>
    people.map((one) => [
      no ?? '',
      title,
      momentWords(new Date(openedAt)),
      openedName,
      one.unitName,
      `${postNames[one.post]}${one.standIn ? '（备岗）' : ''}`,
      one.name,
      momentWords(new Date(one.askedAt)),
      callWords(one),
      one.notedAt === null ? '' : momentWords(new Date(one.notedAt)),
      one.notedAt === null ? '' : ((Date.parse(one.notedAt) - Date.parse(one.askedAt)) / 60_000).toFixed(1),
      one.notedName ?? '',
    ]),
  );
}
