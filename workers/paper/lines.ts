import { severityNames, statusNames } from '#contracts/incident.ts';
import type { Reference } from '#contracts/reference.ts';
import type { OpenMatter } from '#store/open-matters.ts';

export const columns = [
  '序号',
  '案号',
  '事项',
  '地点',
  '承办单位',
  '值班电话',
  '时限',
  '状态',
  '级别',
] as const;
export type Line = { cells: string[]; danger: boolean; overdue: boolean };

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
export const cityMoment = (at: Date): string => moment.format(at);

/**
 * One line for each open matter. Paper lies about: no caller is on it, and a sensitive matter stands there by its
 * township, the most sensitive ones without their title as well.
 */
export function linesOf(matters: readonly OpenMatter[], reference: Reference, now: Date): Line[] {
  return matters.map((one, index) => {
    const unit = one.unitCode === null ? undefined : reference.unit.get(one.unitCode);
    const area = [one.district, one.town].filter((name) => name !== null).join('');
    const place = one.wall === 'point' ? (one.address ?? area) : area;
    const category = reference.category.get(one.categoryCode)?.name ?? one.categoryCode;
    const overdue = one.dueAt !== null && one.dueAt < now;
    const cells = [
      String(index + 1),
      one.no,
      one.wall === 'never' ? category : one.title,
      place || '地点不详',
      unit?.name ?? one.unitCode ?? '未定',
      unit?.dutyPhone ?? '',
      one.dueAt === null ? '' : `${cityMoment(one.dueAt)}${overdue ? ' 已超' : ''}`,
      statusNames[one.status],
      `${one.danger ? '险 ' : ''}${severityNames[one.severity]}`,
    ];
    return { cells, danger: one.danger, overdue };
  });
}
