import { areaKind } from '../own-areas.ts';

/** 责任网格, each with the unit that answers for it. */
export const kind = areaKind('duty-areas', '责任网格', 'duty', [
  { name: 'unitCode', title: '责任单位代码', required: true, headings: ['单位代码', '责任单位'] },
]);
