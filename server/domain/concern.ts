import { isFarMoreTold, spellAfter } from './merging.ts';
import type { Decision } from './merging.ts';

/**
 * How a report's matter stands to an incident's: by their categories, families and the groups of their families. `meant`:
 * its words were taken for another, but may mean this one too.
 */
export type Affinity = 'same' | 'broad' | 'family' | 'meant' | 'akin' | 'foreign';

/** An incident that names a party which the report names too. */
export type ConcernCandidate = {
  incidentId: number;
  /** 同一小区：丽发新城. */
  party: string;
  /** It is what both are about; else one of them only mentions it. */
  main: boolean;
  /** The subject of a policy is the matter itself, whatever category the words were taken for. */
  policy: boolean;
  affinity: Affinity;
  categoryName: string;
  /** How many have told of it. */
  eventCount: number;
  /** Cosine of the words, 0 to 1. */
  alike: number;
  /** Words that both say. */
  shared: readonly string[];
  /** From the nearer end of the incident's time. */
  hours: number;
  windowHours: number;
  /** A person set it apart: what looks like it and like another is a person's again. */
  byPerson: boolean;
};

/** Version 2026.2 of these weights; measured on published messages, see server/merge/README.md. */
export const concernVersion = '2026.2';
const weights = {
  /** What the matter alone proves; words do the rest: 1 - (1 - matter) × (1 - words). */
  matter: { same: 0.72, broad: 0.62, family: 0.56, meant: 0.56, akin: 0.46, foreign: 0 } satisfies Record<
    Affinity,
    number
  >,
  /** Two texts about one matter share about so much; more is no better. */
  fullyAlike: 0.35,
  mentioned: 0.9,
  /** What a whole window of time takes off. */
  age: 0.08,
  attach: 0.7,
  ask: 0.6,
  /** Nearer together than this two candidates are told apart by their age only. */
  standsOut: 0.05,
};

type Scored = Extract<Decision<ConcernCandidate>, { kind: 'attach' }>['to'];

/** Whether a report belongs to an incident by the party concerned and the matter asked. History asks nobody: it opens. */
export function decideConcern(
  candidates: readonly ConcernCandidate[],
  history: boolean,
): Decision<ConcernCandidate> {
  const scored = candidates
    .map(weighConcern)
    .sort((a, b) => b.score - a.score || ageOf(a.candidate) - ageOf(b.candidate));
  const [best] = scored;
  if (!best || best.score < weights.ask) return { kind: 'open' };
  const rivals = scored.filter(
    (one) => best.score - one.score < weights.standsOut && one.score >= weights.attach,
  );
  if (
    best.score >= weights.attach &&
    !rivals.some((one) => one !== best && (one.candidate.byPerson || best.candidate.byPerson))
  )
    return { kind: 'attach', to: meantAmong(rivals) };
  if (history) return best.score >= weights.attach ? { kind: 'attach', to: best } : { kind: 'open' };
  const why =
    best.score >= weights.attach
      ? '与人工拆开的几件都相近，请判断属于哪一件'
      : `${best.candidate.party}，所述是否同一件不能确定`;
  return { kind: 'ask', among: scored.filter((one) => one.score >= weights.ask).slice(0, 4), why };
}

/** Of several that are alike the one that many have told of, if hardly anybody of the others; else the oldest. */
function meantAmong(rivals: readonly Scored[]): Scored {
  const [most, ...others] = [...rivals].sort((a, b) => b.candidate.eventCount - a.candidate.eventCount);
  const far = others.every((one) => isFarMoreTold(most!.candidate.eventCount, one.candidate.eventCount));
  return far ? most! : rivals.reduce((a, b) => (ageOf(b.candidate) < ageOf(a.candidate) ? b : a));
}

/** The order of opening: what this batch has just opened has a negative id and is the youngest. */
const ageOf = ({ incidentId }: ConcernCandidate): number => (incidentId > 0 ? incidentId : 1e15 - incidentId);

/** Score 0 to 1 with its parts and the reasons that a caller could be told. */
export function weighConcern(candidate: ConcernCandidate): Scored {
  const { affinity, policy } = candidate;
  const words = Math.min(1, candidate.alike / weights.fullyAlike);
  const parts = {
    party: candidate.main ? 1 : weights.mentioned,
    matter: policy ? weights.matter.broad : weights.matter[affinity],
    words: Math.round(words * 1000) / 1000,
    time: 1 - weights.age * Math.min(1, candidate.hours / Math.max(1, candidate.windowHours)),
  };
  const score = parts.party * (1 - (1 - parts.matter) * (1 - words)) * parts.time;
  return { candidate, score: Math.round(score * 1000) / 1000, parts, reasons: reasonsOf(candidate) };
}

function reasonsOf({
  party,
  policy,
  affinity,
  categoryName,
  alike,
  shared,
  hours,
}: ConcernCandidate): string[] {
  const reasons = [party];
  if (!policy && (affinity === 'same' || affinity === 'broad')) reasons.push(`同为${categoryName}`);
  else if (!policy && affinity === 'meant') reasons.push(`所述也可能是“${categoryName}”`);
  else if (!policy && affinity !== 'foreign') reasons.push(`与“${categoryName}”属同一类问题`);
  if (shared.length > 0) reasons.push(`都说到${shared.map((word) => `“${word}”`).join('')}`);
  else if (alike > 0.1) reasons.push('所述内容相近');
  reasons.push(hours < 1 ? '同一时段' : spellAfter('相隔', hours * 60));
  return reasons;
}
