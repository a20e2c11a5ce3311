import type { CallPart, TriageMatter } from '#contracts/call.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { CityRequest } from '#contracts/request.ts';
import { maskAddress } from '#text/mask.ts';
import type { z } from 'zod';
import type { Call } from '../route.ts';
import { mattersOf } from './matters.ts';

/** So many callers of one matter are read for further ones; the rest of a storm tells the same. */
const mostRead = 20;

type Seen = Pick<Call<unknown, unknown>, 'reference' | 'gazetteer'>;

/** Of a caller of several matters: the words about this one, and why it is the same. */
export function toldHere(request: CityRequest, incidentId: number): CityRequest {
  const here = request.matters.filter((one) => one.incidentId === incidentId);
  if (request.incidentId === incidentId || here.length === 0) return request;
  const body = here.flatMap(({ words }) => words ?? []).join('；');
  return { ...request, body, reasons: here.flatMap(({ reasons }) => reasons) };
}

/** 似有几件事: the callers who seem to have told several matters and were filed as one; nothing is parted by the machine. */
export function seemingSeveral(requests: readonly CityRequest[], call: Seen): IncidentDetail['several'] {
  return requests
    .filter(({ status, matters }) => status === 'open' && matters.length === 0)
    .slice(-mostRead)
    .flatMap(({ id, body }) => {
      const matters = seemingIn(body, call);
      return matters.length > 0 ? [{ requestId: id, matters }] : [];
    });
}

export const seemingIn = (text: string, { reference, gazetteer }: Seen): TriageMatter[] =>
  mattersOf(reference(), gazetteer(), { text });

/** What a person typed of places is read by everybody: homes go out of it, as of the address of a call. */
export const maskedParts = (parts: readonly z.output<typeof CallPart>[]): z.output<typeof CallPart>[] =>
  parts.map((one) => ({ ...one, ...(one.address ? { address: maskAddress(one.address) } : {}) }));
