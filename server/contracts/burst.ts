import { z } from 'zod';
import { Incident } from './incident.ts';

const instant = z.iso.datetime({ offset: true });
const reason = z.string().trim().max(500).default('');

/** 归案建议（系统研判，由人决定）: open matters that one cause seems to have made. */
export const Burst = z.object({
  id: z.number().int(),
  version: z.number().int(),
  name: z.string(),
  categoryCode: z.string(),
  categoryName: z.string(),
  districtCode: z.string().nullable(),
  /** The incident that they would be put under; null where one is opened for them. */
  parent: Incident.nullable(),
  reasons: z.array(z.string()),
  since: instant,
  madeAt: instant,
  /** Those of them that this person sees and that may still be taken, the gravest first. */
  children: z.array(Incident),
});
export type Burst = z.infer<typeof Burst>;

/** GET /api/bursts: what stands open in the caller's scope. */
export const BurstList = z.object({ asOf: instant, items: z.array(Burst) });

/** POST /api/bursts/:id/accept: 归为一案. Which of its matters; all of them when absent. */
export const AcceptBurstBody = z.object({
  incidentIds: z.array(z.number().int()).min(1, '请至少选择一件').max(1_000).optional(),
  reason,
});
/** The parent; what had ended or been taken meanwhile is left where it is. */
export const BurstAnswer = z.object({
  incidentId: z.number().int(),
  adopted: z.number().int(),
  skipped: z.array(z.string()),
});
/** POST /api/bursts/:id/dismiss: 不归并. */
export const DismissBurstBody = z.object({ reason });

/** An incident as the search for common causes sees it. `at`: when it was first observed. */
export type Seen = {
  id: number;
  no: string;
  at: Date;
  lng: number | null;
  lat: number | null;
  familyCode: string;
  districtCode: string | null;
  title: string;
  open: boolean;
  parentId: number | null;
  isParent: boolean;
};

/**
 * What became of a suggestion before: it stands open, or a person has decided. `children` are those it named (of a joined
 * one: those the person took), `leftOut` those the person did not want in it. What a person decided stays decided.
 */
export type Earlier = {
  key: string;
  state: 'open' | 'joined' | 'dismissed';
  children: readonly number[];
  leftOut: readonly number[];
  parentId: number | null;
};
