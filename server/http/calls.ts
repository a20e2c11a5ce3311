import type { z } from 'zod';
import { CallAnswer, CallBody, Triage, TriageBody } from '#contracts/desk.ts';
import { Refusal } from '#contracts/errors.ts';
import { unitNameOf } from '#contracts/reference.ts';
import type { Family, Reference } from '#contracts/reference.ts';
import { boxAround } from '#domain/geo.ts';
import { routeFor } from '#domain/routing.ts';
import { districtsAt } from '#store/areas.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { nearby } from '#store/incident-list.ts';
import { toIncident } from '#store/incidents.ts';
import { eventOf } from '#store/waiting.ts';
import { keyHash } from '#store/key-hash.ts';
import { dangerWords, isGrave } from '#text/danger.ts';
import { findPlace, withoutPlaces } from '#text/gazetteer.ts';
import { talk, tellCall } from '#text/matter/clauses.ts';
import { tellMatter } from '#text/matter/matter.ts';
import { mattersIn } from '#text/matter/several.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { plainOf } from '#text/plain.ts';
import { route } from './route.ts';
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
  handle: async ({ pool, body, doors }) => {
    const { actionId, ...said } = body;
    const ticket = {
      platform: deskPlatform,
      ticketNo: actionId,
      revision: 1,
      ...said,
      calledAt: (await cityNow(pool)).toISOString(),
    };
    const key = `${deskPlatform}/${actionId}/1`;
    // Sent twice, the call of the first time stands: its key is known before the door compares the words.
    const before = await eventOf(pool, 'hotline', keyHash(key));
    if (before === null) {
      const answer = await doors.get('hotline')!.take([ticket], JSON.stringify(ticket).length);
      const [bad] = answer.quarantined;
      if (bad && bad.code !== 'key-conflict') throw new Refusal('bad-input', bad.message);
    }
    const eventId = before ?? (await eventOf(pool, 'hotline', keyHash(key)));
    return whereItWent(pool, eventId!);
  },
});

/** 一电多事: what one call names apart; kinds that are reported of one and the same thing count once. */
function mattersOf(all: Reference, text: string): z.infer<typeof Triage>['matters'] {
  const familyOf = (code: string): Family => all.family.get(all.category.get(code)!.familyCode)!;
  const tell = (part: string): { code: string | null; confidence: number } => {
    const told = tellMatter(modelOf(all.matterModel), all.category, { title: '', text: part });
    return told.code !== null && talk.includes(told.code) ? { ...told, code: null } : told;
  };
  const isSame = (one: string, other: string): boolean => {
    const [a, b] = [familyOf(one), familyOf(other)];
    return a.code === b.code || a.alsoAs.includes(b.code) || b.alsoAs.includes(a.code);
  };
  return mattersIn(text, tell, isSame).map((code) => ({
    categoryCode: code,
    categoryName: all.category.get(code)!.name,
  }));
}

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
        matters: mattersOf(all, placeless),
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
