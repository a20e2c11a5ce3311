import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { DiscardBody, ReleaseBody, SignSupervisionBody, SupervisionList } from '#contracts/supervision.ts';
import { can } from '#domain/rights.ts';
import { signingRight } from '#domain/supervision.ts';
import type { By, FlowParts } from '#flows/flow.ts';
import { discardSupervision, releaseSupervision, signSupervision } from '#flows/sign-supervision.ts';
import { inSnapshot } from '#store/db.ts';
import { byId, ledger, open } from '#store/supervisions.ts';
import { route } from './route.ts';
import type { Route } from './route.ts';
import { toSupervision } from './support/detail.ts';
import { idOf } from './support/ids.ts';
import { maskedWords } from './support/masked-words.ts';

function act<S extends z.ZodType>(
  name: string,
  summary: string,
  body: S,
  flow: (parts: FlowParts, by: By, id: number, body: z.output<S>) => Promise<void>,
): Route {
  return route({
    method: 'post',
    path: `/api/supervisions/:id/${name}`,
    right: 'supervision.sign',
    summary,
    body,
    handle: async (call) => {
      const id = idOf(call.params);
      const one = await inSnapshot(call.pool, call.scope, (tx) => byId(tx, id));
      if (!one) throw new Refusal('not-found', '没有找到该督办单');
      const about = { incidentId: one.incidentId };
      await flow(call, call, id, await maskedWords(call, about, call.body as z.output<S>));
      return undefined;
    },
  });
}

export const routes = [
  route({
    method: 'get',
    path: '/api/supervisions',
    right: 'supervision.sign',
    summary: '待签督办单、待解除督办',
    answer: SupervisionList,
    handle: async ({ pool, scope, actor, reference }) => {
      const rows = await inSnapshot(pool, scope, open);
      const mine = rows.filter(({ level }) => can(actor, signingRight(level)));
      const items = mine.map(({ no, matter, ...one }) => ({
        ...toSupervision(one, { reference }),
        no,
        matter,
      }));
      return { items };
    },
  }),
  route({
    method: 'get',
    path: '/api/supervisions/ledger',
    right: 'supervision.sign',
    summary: '督办台账',
    answer: SupervisionList,
    handle: async ({ pool, scope, reference }) => {
      const rows = await inSnapshot(pool, scope, ledger);
      return {
        items: rows.map(({ no, matter, ...one }) => ({ ...toSupervision(one, { reference }), no, matter })),
      };
    },
  }),
  act('sign', '签发督办单', SignSupervisionBody, signSupervision),
  act('discard', '督办单拟稿作废', DiscardBody, discardSupervision),
  act('release', '解除督办', ReleaseBody, releaseSupervision),
];
