import { z } from 'zod';
import { DutyBody, DutyList, DutyPhones, DutyQuery } from '#contracts/duty.ts';
import type { Duty } from '#contracts/duty.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { dutyDayOf } from '#domain/duty.ts';
import { dropDuty, putDuty, revealDuty } from '#flows/edit-duty.ts';
import { cityNow } from '#store/db.ts';
import * as duty from '#store/duty.ts';
import type { DutyRow } from '#store/duty.ts';
import { maskPhone } from '#text/mask.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { idOf } from './support/ids.ts';

/** As pages see it: numbers are masked, always. */
function toDuty(row: DutyRow, { reference }: Pick<Call<unknown, unknown>, 'reference'>): Duty {
  return {
    ...row,
    unitName: unitNameOf(reference(), row.unitCode),
    phone: row.phone === null ? null : maskPhone(row.phone),
    standInPhone: row.standInPhone === null ? null : maskPhone(row.standInPhone),
  };
}

export const routes = [
  route({
    method: 'get',
    path: '/api/duty',
    right: 'duty.read',
    summary: '值班表',
    query: DutyQuery,
    answer: DutyList,
    handle: async (call) => {
      const now = await cityNow(call.pool);
      const { from = dutyDayOf(now), days } = call.query;
      const rows = await duty.between(call.pool, call.vault, from, days);
      return { today: dutyDayOf(now), items: rows.map((row) => toDuty(row, call)) };
    },
  }),
  route({
    method: 'put',
    path: '/api/duty',
    right: 'duty.edit',
    summary: '排班：新增或修改一行',
    body: DutyBody,
    answer: z.object({ changed: z.number().int() }),
    handle: async (call) => ({ changed: await putDuty(call, call, [call.body]) }),
  }),
  route({
    method: 'delete',
    path: '/api/duty/:id',
    right: 'duty.edit',
    summary: '排班：删除一行',
    handle: async (call) => dropDuty(call, call, idOf(call.params)),
  }),
  route({
    method: 'post',
    path: '/api/duty/:id/reveal',
    right: 'duty.call',
    summary: '查看值班电话（留痕）',
    answer: DutyPhones,
    handle: async (call) => revealDuty(call, call, idOf(call.params)),
  }),
];
