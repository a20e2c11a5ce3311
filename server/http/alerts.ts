import { AlertList, AlertQuery, ConfirmAlertBody } from '#contracts/alert.ts';
import { confirmAlert } from '#flows/confirm-alert.ts';
import * as alerts from '#store/alerts.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { toAlert } from './support/to-alert.ts';

const list = route({
  method: 'get',
  path: '/api/alerts',
  right: 'wall.read',
  summary: '监测告警（系统研判，未发布）',
  query: AlertQuery,
  answer: AlertList,
  handle: async ({ pool, scope, query, reference }) =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const rows = await alerts.list(tx, { all: query.state === 'all', limit: query.limit, now });
      const items = rows.map((row) => toAlert(row, reference()));
      return { asOf: now.toISOString(), open: await alerts.countStanding(tx), items };
    }),
});

const confirm = route({
  method: 'post',
  path: '/api/alerts/:id/confirm',
  right: 'alert.confirm',
  summary: '确认监测告警',
  body: ConfirmAlertBody,
  handle: async (call) => {
    await confirmAlert(call, call, idOf(call.params), call.body.note);
    return undefined;
  },
});

export const routes = [list, confirm];
