import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { PartBody } from '#contracts/call.ts';
import { AnswerBody, CityRequest, FollowUpBody, RevealBody, Revealed } from '#contracts/request.ts';
import { answerRequests } from '#flows/answer-requests.ts';
import { followUpRequest } from '#flows/follow-up-request.ts';
import { splitRequest } from '#flows/split-request.ts';
import { revealPerson } from '#flows/reveal-person.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as requests from '#store/requests.ts';
import { idOf } from './support/ids.ts';
import { assertInCity } from './support/in-city.ts';
import { maskedParts, seemingIn } from './support/told-apart.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { maskedRequests } from './support/detail.ts';
import { maskedWords } from './support/masked-words.ts';

async function oneRequest(
  call: Pick<Call<unknown, unknown>, 'pool' | 'scope' | 'vault'>,
  id: number,
): Promise<CityRequest> {
  return inSnapshot(call.pool, call.scope, async (tx) => {
    const row = await requests.byId(tx, id);
    if (!row) throw new Refusal('not-found', '没有找到该诉求单，或不在您的管辖范围内');
    const [masked] = await maskedRequests(tx, call, [row]);
    return masked!;
  });
}

export const routes = [
  route({
    method: 'get',
    path: '/api/requests/:id',
    right: 'request.read',
    summary: '诉求单',
    answer: CityRequest,
    handle: async (call) => oneRequest(call, idOf(call.params)),
  }),
  route({
    method: 'post',
    path: '/api/requests/answer',
    right: 'request.answer',
    summary: '答复诉求人（一份拟稿，逐单留存）',
    body: AnswerBody,
    answer: z.object({ answered: z.number().int() }),
    handle: async (call) => {
      const { requestIds } = call.body;
      const { text, reason } = await maskedWords(call, { requestIds }, call.body, ['text']);
      await answerRequests(call, call, requestIds, text, reason);
      return { answered: requestIds.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/requests/:id/follow-up',
    right: 'request.follow-up',
    summary: '登记回访',
    body: FollowUpBody,
    answer: CityRequest,
    handle: async (call) => {
      const id = idOf(call.params);
      await followUpRequest(call, call, id, await maskedWords(call, { requestIds: [id] }, call.body));
      return oneRequest(call, id);
    },
  }),
  route({
    method: 'post',
    path: '/api/requests/:id/split',
    right: 'incident.merge',
    summary: '分案办理：一张单里的另外几件事',
    body: PartBody,
    answer: CityRequest,
    handle: async (call) => {
      const id = idOf(call.params);
      for (const part of call.body.parts) assertInCity(call.city, part);
      const offered = seemingIn((await oneRequest(call, id)).body, call).map(
        ({ categoryCode }) => categoryCode,
      );
      const { parts } = await maskedWords(call, { requestIds: [id] }, call.body);
      await splitRequest(call, call, id, { further: maskedParts(parts), offered });
      return oneRequest(call, id);
    },
  }),
  route({
    method: 'post',
    path: '/api/requests/:id/reveal',
    right: 'person.reveal',
    summary: '查看诉求人联系方式（留痕）',
    body: RevealBody,
    answer: Revealed,
    handle: async (call) => {
      const now = await cityNow(call.pool);
      return revealPerson(call, {
        actor: call.actor,
        scope: call.scope,
        requestId: idOf(call.params),
        reason: call.body.reason,
        now,
      });
    },
  }),
];
