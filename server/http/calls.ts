import type { z } from 'zod';
import { CallAnswer, CallBody, Triage, TriageBody } from '#contracts/call.ts';
import { Refusal } from '#contracts/errors.ts';
import { unitNameOf } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import { routeFor } from '#domain/routing.ts';
import { damaged } from '#server/ingest/body.ts';
import { districtsAt } from '#store/areas.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { nearby } from '#store/incident-list.ts';
import { toIncident } from '#store/incidents.ts';
import { eventOf } from '#store/waiting.ts';
import { keyHash } from '#store/key-hash.ts';
import { dangerWords, isGrave } from '#text/danger/danger.ts';
import { findPlace, withoutPlaces } from '#text/gazetteer.ts';
import { tellCall } from '#text/matter/clauses.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { plainOf } from '#text/plain.ts';
import { route } from './route.ts';
import { assertInCity } from './support/in-city.ts';
import { mattersOf } from './support/matters.ts';
import { whereItWent } from './support/where-it-went.ts';

/** The desk's own platform among the hotline's: a call that was typed in. */
const deskPlatform = 'desk';

const take = route({
  method: 'post',
  path: '/api/calls',
  right: 'incident.create',
  summary: '电话补录',
  body: CallBody,
  answer: CallAnswer,
  handle: async ({ pool, body, doors, city }) => {
    const tickets = ticketsOf(body, await cityNow(pool));
    const hashes = tickets.map(({ ticketNo, revision, part }) =>
      keyHash(`${deskPlatform}/${ticketNo}/${revision}${part ? `/part-${part}` : ''}`),
    );
    const find = (): Promise<(number | null)[]> =>
      Promise.all(hashes.map((hash) => eventOf(pool, 'hotline', hash)));
    // Sent twice, the call of the first time stands: its keys are known before the door compares the words.
    const before = await find();
    const fresh = tickets.filter((_, i) => before[i] === null);
    if (fresh.length > 0) {
      // All of one call or nothing of it: the door would leave out one bad item and take its neighbours.
      for (const one of fresh) if (tickets.length > 1) assertInCity(city, one);
      const broken = damaged(fresh);
      if (broken) throw new Refusal('bad-input', `内容${broken}，请核对后重填`);
      const answer = await doors.get('hotline')!.take(fresh, JSON.stringify(fresh).length);
      const bad = answer.quarantined.find(({ code }) => code !== 'key-conflict');
      if (bad) throw new Refusal('bad-input', bad.message);
    }
    const parts = await Promise.all((await find()).map((eventId) => whereItWent(pool, eventId!)));
    return { ...parts[0]!, ...(parts.length > 1 ? { parts } : {}) };
  },
});

/** A call as tickets of the desk's own platform: one, or one number for each of its matters. */
function ticketsOf({ actionId, parts, ...said }: z.output<typeof CallBody>, now: Date): DeskTicket[] {
  const calledAt = now.toISOString();
  const call = { platform: deskPlatform, ticketNo: actionId, revision: 1, calledAt };
  if (!parts) return [{ ...call, ...said }];
  const { callerName, callerPhone, kind, confidential, urgent } = said;
  const caller = { callerName, callerPhone, kind, confidential, urgent };
  return parts.map((one, i) => ({ ...call, ...caller, ...one, ...(i > 0 ? { part: i + 1 } : {}) }));
}
type DeskTicket = { ticketNo: string; revision: number; part?: number };

const understand = route({
  method: 'post',
  path: '/api/triage',
  right: 'incident.create',
  summary: '边录边判：小类、位置、险情、承办单位、附近在办',
  body: TriageBody,
  answer: Triage,
  handle: async ({ pool, scope, body, reference, gazetteer }) => {
    const all = reference();
    const text = plainOf(body.text);
    const words = `${plainOf(body.address ?? '')} ${text}`;
    const placeless = withoutPlaces(gazetteer(), text);
    const { guess: told } = tellCall(modelOf(all.matterModel), all.category, { title: '', text: placeless });
    // What the operator chose holds; where the machine is unsure, it only offers.
    const category = all.category.get(body.categoryCode ?? '') ?? all.category.get(told.code ?? 'other')!;
    const danger = dangerWords(words);
    const found = findPlace(gazetteer(), words);
    const pin =
      body.lng !== undefined && body.lat !== undefined
        ? { name: '地图选点', lng: body.lng, lat: body.lat, accuracyM: 30 }
        : null;
    const place = pin ?? found.place;
    return inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const area = place ? (await districtsAt(tx, [place]))[0] : undefined;
      const districtCode = area?.districtCode ?? found.districtCode;
      const to = routeFor(all, category.code, districtCode, now, new Set(), place);
      const near = place
        ? await nearby(tx, place, boxAround(place, Math.max(500, place.accuracyM * 2)), null)
        : [];
      return {
        categoryCode: category.code,
        categoryName: category.name,
        confidence: told.code === null ? null : told.confidence,
        likely: told.likely.map(({ code, confidence }) => ({
          categoryCode: code,
          categoryName: all.category.get(code)!.name,
          confidence,
        })),
        matters: mattersOf(all, gazetteer(), body),
        severity: Math.min(category.severity, isGrave(danger) ? 1 : danger.length > 0 ? 2 : 4),
        danger,
        place: place && {
          name: place.name,
          lng: place.lng,
          lat: place.lat,
          accuracyM: place.accuracyM,
          districtCode,
        },
        districtCode,
        unit: to && {
          unitCode: to.unitCode,
          unitName: unitNameOf(all, to.unitCode),
          basis: to.basis,
        },
        nearby: near.map((row) => toIncident(row, all, now)),
      };
    });
  },
});

export const routes = [take, understand];
