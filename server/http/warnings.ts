import { Refusal } from '#contracts/errors.ts';
import { SignWarningBody, WarningDetail, WarningList } from '#contracts/warning.ts';
import { signWarning } from '#flows/sign-warning.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as warnings from '#store/warnings.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { toWarning, toWarningList } from './support/to-warning.ts';

const list = route({
  method: 'get',
  path: '/api/warnings',
  right: 'wall.read',
  summary: '现行预警与应急响应，最重的在前',
  answer: WarningList,
  handle: async ({ pool, city }) =>
    inSnapshot(pool, '*', async (tx) => {
      const now = await cityNow(tx);
      return toWarningList(await warnings.standing(tx, now), city, now.toISOString());
    }),
});

const detail = route({
  method: 'get',
  path: '/api/warnings/:id',
  right: 'wall.read',
  summary: '一条预警：每次发布、变更、解除与签收',
  answer: WarningDetail,
  handle: async ({ pool, city, params }) => {
    const id = idOf(params);
    const row = await warnings.byId(pool, id);
    if (!row) throw new Refusal('not-found', '没有这条预警');
    return { warning: toWarning(row, city), ...(await warnings.historyOf(pool, id)) };
  },
});

const sign = route({
  method: 'post',
  path: '/api/warnings/:id/sign',
  right: 'warning.sign',
  summary: '签收预警',
  body: SignWarningBody,
  handle: async (call) => {
    await signWarning(call, call, idOf(call.params), call.body);
    return undefined;
  },
});

export const routes = [list, detail, sign];
