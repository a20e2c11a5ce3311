import { Handover, HandoverEdit, HandoverSign, HandoverText, Shift } from '#contracts/duty.ts';
import { beginHandover, editHandover, giveShift, takeShift } from '#flows/hand-over-shift.ts';
import * as handovers from '#store/handovers.ts';
import type { HandoverRow } from '#store/handovers.ts';
import { maskText } from '#text/mask.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';

const toHandover = (row: HandoverRow): Handover => ({
  ...row,
  draftedAt: row.draftedAt.toISOString(),
  givenAt: row.givenAt?.toISOString() ?? null,
  signedAt: row.signedAt?.toISOString() ?? null,
});

export const routes = [
  route({
    method: 'get',
    path: '/api/shift',
    right: 'shift.read',
    summary: '交接班：正在交接的与上一次的',
    answer: Shift,
    handle: async ({ pool }) => {
      const { open, last } = await handovers.current(pool);
      return { open: open && toHandover(open), last: last && toHandover(last) };
    },
  }),
  route({
    method: 'post',
    path: '/api/shift',
    right: 'shift.hand',
    summary: '生成交班记录',
    answer: Handover,
    handle: async (call) => toHandover(await beginHandover(call, call)),
  }),
  route({
    method: 'put',
    path: '/api/shift/:id',
    right: 'shift.hand',
    summary: '修改交班记录',
    body: HandoverEdit,
    answer: Handover,
    handle: async (call) => {
      const { version, text } = call.body;
      const masked = Object.entries(text).map(([name, words]) => [name, maskText(words, true)]);
      const safe = HandoverText.parse(Object.fromEntries(masked));
      return toHandover(await editHandover(call, call, idOf(call.params), { version, text: safe }));
    },
  }),
  route({
    method: 'post',
    path: '/api/shift/:id/give',
    right: 'shift.hand',
    summary: '交班签字',
    body: HandoverSign,
    answer: Handover,
    handle: async (call) => toHandover(await giveShift(call, call, idOf(call.params), call.body)),
  }),
  route({
    method: 'post',
    path: '/api/shift/:id/take',
    right: 'shift.hand',
    summary: '接班签字',
    body: HandoverSign,
    answer: Handover,
    handle: async (call) => toHandover(await takeShift(call, call, idOf(call.params), call.body)),
  }),
];
