import { categoryNameOf } from '#contracts/reference.ts';
import { z } from 'zod';
import { CallAnswer } from '#contracts/call.ts';
import { DecideBody, WaitingEvent } from '#contracts/desk.ts';
import { decideWaiting } from '#flows/decide-waiting.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { seenByIds, toIncident } from '#store/incidents.ts';
import * as waiting from '#store/waiting.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { assertInCity } from './support/in-city.ts';
import { whereItWent } from './support/where-it-went.ts';

const list = route({
  method: 'get',
  path: '/api/waiting',
  right: 'waiting.decide',
  summary: '待人判断的来件',
  answer: z.object({ items: z.array(WaitingEvent) }),
  handle: async ({ pool, reference, scope }) =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const rows = await waiting.list(tx);
      const ids = rows.flatMap((row) => row.judged.candidates.map((one) => one.incidentId));
      const incidents = new Map(
        (await seenByIds(tx, [...new Set(ids)])).map((row) => [row.id, toIncident(row, reference(), now)]),
      );
      const items = rows.map(({ judged, since, observedAt, ...row }) => ({
        eventId: row.eventId,
        source: row.source,
        key: row.key,
        observedAt: observedAt.toISOString(),
        since: since.toISOString(),
        body: row.body,
        address: row.address,
        lng: judged.lng,
        lat: judged.lat,
        accuracyM: judged.accuracyM,
        categoryCode: judged.categoryCode,
        categoryName: categoryNameOf(reference(), judged.categoryCode),
        danger: judged.danger,
        why: judged.why,
        places: judged.places,
        candidates: judged.candidates.flatMap((one) => {
          const incident = incidents.get(one.incidentId);
          return incident ? [{ incident, score: one.score, reasons: one.reasons }] : [];
        }),
      }));
      return { items };
    }),
});

const decide = route({
  method: 'post',
  path: '/api/waiting/:eventId/decide',
  right: 'waiting.decide',
  summary: '判断来件归属',
  body: DecideBody,
  answer: CallAnswer,
  handle: async (call) => {
    const eventId = idOf(call.params, 'eventId');
    assertInCity(call.city, call.body);
    await decideWaiting(call, call, eventId, call.body);
    return whereItWent(call.pool, eventId);
  },
});

export const routes = [list, decide];
