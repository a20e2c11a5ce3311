import { DutyBody, Post, postNames } from '#contracts/duty.ts';
import { wordsOf } from '#server/sources/common.ts';
import { putDuty } from '#flows/edit-duty.ts';
import type { ImportCity, ImportKind } from '../kind.ts';
import { byLines } from '../lines.ts';

/** A unit by its code or name, a post by its code or Chinese name, a day as the workbook shows it. */
function read({ reference }: ImportCity, item: Record<string, unknown>): DutyBody | string {
  const text = (name: string): string | undefined => {
    const value = item[name];
    if (value === undefined || value === null || value === '') return undefined;
    // A date cell comes as a Date whose UTC parts are what the cell shows.
    return value instanceof Date ? value.toISOString() : String(value).trim();
  };
  const named = text('unitCode') ?? '';
  const unit = [...reference.unit.values()].find(({ code, name }) => code === named || name === named);
  if (!unit) return `没有名为“${named}”的单位，请先在“单位”登记`;
  const postName = text('post') ?? '';
  const post = Post.options.find((one) => one === postName || postNames[one] === postName);
  const parsed = DutyBody.safeParse({
    day: text('day')?.slice(0, 10).replaceAll('/', '-'),
    unitCode: unit.code,
    post: post ?? postName,
    name: text('name'),
    standIn: text('standIn') ?? null,
    phone: text('phone'),
    standInPhone: text('standInPhone'),
  });
  return parsed.success ? parsed.data : wordsOf(parsed.error);
}

/** Writes lines as the command; answers how many changed. */
const put = (city: ImportCity, good: readonly DutyBody[]): Promise<number> =>
  putDuty({ ...city, reference: () => city.reference }, { actor: { username: 'import' } }, good);

/** 值班表: the same line again changes nothing; a line without a number keeps the number that stands there. */
export const kind: ImportKind = {
  id: 'duty',
  title: '值班表',
  formats: ['xlsx', 'csv', 'json'],
  fields: [
    { name: 'day', title: '日期', required: true, headings: ['值班日期'] },
    { name: 'unitCode', title: '单位', required: true, headings: ['单位名称', '单位代码'] },
    { name: 'post', title: '岗位', required: true, headings: ['职务', '班次'] },
    { name: 'name', title: '值班人', required: true, personal: 'name', headings: ['姓名', '值班人员'] },
    { name: 'phone', title: '电话', personal: 'phone', headings: ['联系电话', '手机号', '手机'] },
    { name: 'standIn', title: '备岗', personal: 'name', headings: ['备岗人员', '替班'] },
    { name: 'standInPhone', title: '备岗电话', personal: 'phone', headings: ['备岗手机'] },
  ],
  batch: 500,
  ...byLines(read, put),
}; // prettier-ignore
