import { z } from 'zod';
import { Incident } from './incident.ts';
import { lat, lng } from './place.ts';

/** One of several matters of a call. */
export const CallPart = z.object({
  text: z.string().trim().min(2, '请写明这一件事').max(10_000),
  address: z.string().trim().max(200).optional(),
  lng: lng.optional(),
  lat: lat.optional(),
  categoryCode: z.string().optional(),
});

/** POST /api/requests/:id/split 分案办理: the further matters of a ticket that came as one; its own event stays where it is. */
export const PartBody = z.object({ parts: z.array(CallPart).min(1).max(5) });

/** POST /api/calls: a phone call typed in at the desk (人工快录). */
export const CallBody = z.object({
  actionId: z.uuid(),
  text: z.string().trim().min(2, '请写明来电内容').max(10_000),
  address: z.string().trim().max(200).optional(),
  lng: lng.optional(),
  lat: lat.optional(),
  callerName: z.string().trim().max(50).optional(),
  callerPhone: z.string().trim().max(30).optional(),
  kind: z.enum(['consult', 'help', 'complaint', 'report', 'suggestion', 'praise']).default('help'),
  categoryCode: z.string().optional(),
  confidential: z.boolean().default(false),
  urgent: z.boolean().default(false),
  /** 一电多事: the matters of the call as the operator has parted them; each merges on its own, the answer is one. */
  parts: z.array(CallPart).min(2).max(6).optional(),
});
/** What became of it: linked at once in nearly every case; waiting when a person must judge. */
const went = { eventId: z.number().int(), incidentId: z.number().int().nullable(), waiting: z.boolean() };
export const CallAnswer = z.object({
  ...went,
  /** Of several matters: each of them, the first one among them. */
  parts: z.array(z.object(went)).optional(),
});
export type CallAnswer = z.infer<typeof CallAnswer>;

/** POST /api/triage: what the text room understands of a draft, while it is typed. */
export const TriageBody = z.object({
  text: z.string().max(10_000),
  address: z.string().max(200).optional(),
  lng: lng.optional(),
  lat: lat.optional(),
  /** Chosen by the operator. */
  categoryCode: z.string().optional(),
});
export const TriageMatter = z.object({
  categoryCode: z.string(),
  categoryName: z.string(),
  text: z.string(),
  address: z.string().nullable(),
});
export type TriageMatter = z.infer<typeof TriageMatter>;
export const Triage = z.object({
  categoryCode: z.string(),
  categoryName: z.string(),
  /** How sure the machine is; null where it is unsure and only offers what is likely. */
  confidence: z.number().nullable(),
  /** The likeliest categories, best first. */
  likely: z.array(z.object({ categoryCode: z.string(), categoryName: z.string(), confidence: z.number() })),
  /** 一电多事: each with its own words; `address` is the place that was said once for all. Empty for a call of one matter. */
  matters: z.array(TriageMatter),
  severity: z.number().int(),
  danger: z.array(z.string()),
  place: z
    .object({
      name: z.string(),
      lng: z.number(),
      lat: z.number(),
      accuracyM: z.number(),
      districtCode: z.string().nullable(),
    })
    .nullable(),
  districtCode: z.string().nullable(),
  unit: z.object({ unitCode: z.string(), unitName: z.string(), basis: z.string() }).nullable(),
  nearby: z.array(Incident),
});
export type Triage = z.infer<typeof Triage>;
