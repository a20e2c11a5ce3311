import type { LngLat } from './geo.ts';

/** What the decision needs to know of a family; lengths in metres, times in hours. */
export type MergeFamily = {
  code: string;
  name: string;
  radiusM: number;
  windowHours: number;
  decayHours: number;
  attach: number;
  ask: number;
  placeless: boolean;
  /** Families as which the same problem is reported too. */
  alsoAs?: readonly string[];
  weightsVersion: string;
};

/** A located event, ready to be compared. `at` null: no place was said or found. */
export type MergeEvent = {
  at: LngLat | null;
  accuracyM: number;
  observedAt: Date;
  categoryCode: string;
  assetId: string | null;
  /** Deck or underpass, north or south end, as far as it was said. */
  spot?: readonly string[];
  /** What a camera took it for. */
  seenAs?: string | null;
};

/** An incident near enough to be the same problem. */
export type Candidate = {
  incidentId: number;
  distanceM: number;
  accuracyM: number;
  lastEventAt: Date;
  categoryCode: string;
  categoryName: string;
  sameAsset: boolean;
  spot?: readonly string[];
  /** How many have told of it. */
  eventCount?: number;
  /** Of another family, as which the same problem is reported too. */
  akin?: boolean;
  /** Of another family, but many have told of it as the event's. */
  toldAs?: boolean;
  /** Of a family that the report's words may also mean, though they were taken for another or for none. */
  doubted?: MergeFamily;
};

export type Scored<C = Candidate> = {
  candidate: C;
  score: number;
  parts: Record<string, number>;
  reasons: string[];
};
export type Decision<C = Candidate> =
  { kind: 'attach'; to: Scored<C> } | { kind: 'ask'; among: Scored<C>[]; why: string } | { kind: 'open' };

/** A place vaguer than half the radius cannot prove that two reports are one problem. */
export function isVague(accuracyM: number, family: Pick<MergeFamily, 'radiusM'>): boolean {
  return accuracyM > family.radiusM / 2;
}

/** How much farther than the radius of its family a place may lie: as far as it is vague, 0 for a good one. Metres. */
export const slackOf = (accuracyM: number, family: Pick<MergeFamily, 'radiusM'>): number =>
  isVague(accuracyM, family) ? accuracyM : 0;

/** The lead that the best candidate needs over the second before a vague place is attached by the machine. */
const standsOutBy = 0.15;

/**
 * Same problem or not (DESIGN §5). A precise event within R of a precise anchor always attaches, to the nearest, then
 * the oldest: the lock proof rests on this rule alone. Everything vaguer is weighed, and asked about when unsure.
 */
export function decide(event: MergeEvent, candidates: readonly Candidate[], family: MergeFamily): Decision {
  const possible = candidates.filter(({ spot }) => !apartBySpot(event.spot ?? [], spot ?? []));
  const own = decideAmong(event, possible.filter(({ akin, doubted }) => !akin && !doubted), family); // prettier-ignore
  const akin = possible
    .filter((one) => one.akin || one.doubted)
    .map((candidate) => weigh(event, candidate, candidate.doubted ?? family))
    .sort(byStrength);
  // Never asked about: what is not clearly the same is another matter of another kind.
  const meant = meantAmong(akin);
  if (!meant || meant.score < attachFrom(meant, akinThresholds)) return own;
  const rivals = own.kind === 'attach' ? [own.to] : own.kind === 'ask' ? own.among : [];
  return rivals.every((one) => isFarMoreTold(toldOf(meant), toldOf(one)))
    ? { kind: 'attach', to: meant }
    : own;
}

/** Below the own family's: what is reported as two kinds at one place within the hour. */
const akinThresholds = { attach: 0.62, ask: 0.52 };

function decideAmong(event: MergeEvent, candidates: readonly Candidate[], family: MergeFamily): Decision {
  const scored = candidates.map((candidate) => weigh(event, candidate, family)).sort(byStrength);
  const [best] = scored;
  if (!best) return { kind: 'open' };
  const certain = !isVague(event.accuracyM, family)
    ? scored.filter((s) => !isVague(s.candidate.accuracyM, family) && s.candidate.distanceM <= family.radiusM)
    : [];
  if (certain.length > 0) return { kind: 'attach', to: certain.sort(byDistance)[0]! };
  if (best.score < family.ask) return { kind: 'open' };
  const meant = meantAmong(scored);
  if (meant && meant.score >= attachFrom(meant, family)) return { kind: 'attach', to: meant };
  const why = meant ? '位置较模糊，疑似同一件' : `附近有 ${scored.length} 件同类案件，位置不足以区分`;
  return { kind: 'ask', among: scored.slice(0, 4), why };
}

const toldOf = ({ candidate }: Scored): number => candidate.eventCount ?? 1;

/** Many have told of the one and hardly anybody of the other: a further caller means the one. Numbers of reports. */
export const isFarMoreTold = (one: number, other: number): boolean =>
  one >= manyTold && one >= manyTimes * other;

/**
 * The one of several that is meant: it leads by far, or many have told of it and hardly anybody of those beside it.
 * Undefined where neither tells them apart. `scored`: the strongest first.
 */
function meantAmong(scored: readonly Scored[]): Scored | undefined {
  const [best] = scored;
  const rivals = scored.filter((one) => best!.score - one.score < standsOutBy);
  const [most, next] = [...rivals].sort((a, b) => toldOf(b) - toldOf(a));
  if (!most || !next) return best;
  return isFarMoreTold(toldOf(most), toldOf(next)) ? most : undefined;
}

/** So many have told of a matter when a further report is likelier one of them than a second matter beside it. */
export const manyTold = 5;
/** So many times as often told of as what lies beside it, it is the one that a further caller means. */
const manyTimes = 4;
/** Toward the edge of its reach however many told of it prove nothing: 0.7 of the way. */
const leastDistance = 0.65;

/** The score from which a vague place joins without a person: what more and more have told of needs less, down to `ask`. */
function attachFrom(one: Scored, { attach, ask }: Pick<MergeFamily, 'attach' | 'ask'>): number {
  if (one.parts['distance']! < leastDistance) return attach;
  const told = Math.min(1, (toldOf(one) - 1) / (manyTold - 1));
  return attach - told * (attach - ask);
}

/** Score 0 to 1 with its parts and the reasons that a caller could be told. */
export function weigh(event: MergeEvent, candidate: Candidate, family: MergeFamily): Scored {
  const slack = slackOf(event.accuracyM, family) + slackOf(candidate.accuracyM, family);
  const reach = family.radiusM + slack;
  const minutes = Math.abs(event.observedAt.getTime() - candidate.lastEventAt.getTime()) / 60_000;
  const parts = {
    distance: 1 - 0.5 * Math.min(1, candidate.distanceM / reach),
    time: 0.7 + 0.3 * Math.exp(-minutes / 60 / family.decayHours),
    category: event.categoryCode === candidate.categoryCode ? 1 : candidate.akin ? 0.75 : 0.9,
    asset: candidate.sameAsset ? 1.1 : 1,
  };
  const score = Math.min(1, parts.distance * parts.time * parts.category * parts.asset);
  return {
    candidate,
    score: Math.round(score * 1000) / 1000,
    parts,
    reasons: reasonsOf(event, candidate, minutes, slack > 0),
  };
}

function reasonsOf(event: MergeEvent, candidate: Candidate, minutes: number, vague: boolean): string[] {
  const reasons = [
    `距该案件 ${Math.round(candidate.distanceM)} 米${vague ? '（位置为估计）' : ''}`,
    spellAfter('相隔', minutes),
  ];
  reasons.push(kindWords(event, candidate));
  if (candidate.akin && event.seenAs) reasons.push(`摄像识别为“${event.seenAs}”，疑为误判`);
  if (candidate.sameAsset) reasons.push('同一设备');
  return reasons;
}

/** How its matter stands to the candidate's. */
function kindWords(
  { categoryCode: mine }: MergeEvent,
  { categoryCode, categoryName, doubted, akin, toldAs }: Candidate,
): string {
  if (mine === categoryCode) return `同为${categoryName}`;
  if (doubted) return `所述也像“${categoryName}”，同处正有此案`;
  if (akin) return `与“${categoryName}”同处，疑为同一问题的另一种说法`;
  return toldAs ? `“${categoryName}”一案，已有多人这样反映` : `与“${categoryName}”属同一类问题`;
}

/** Minutes in words: 12 分钟, 3 小时 5 分钟, 2 天. */
export function spell(minutes: number): string {
  const whole = Math.round(minutes);
  if (whole < 1) return '不到 1 分钟';
  if (whole < 60) return `${whole} 分钟`;
  if (whole < 48 * 60) return `${Math.floor(whole / 60)} 小时${whole % 60 ? ` ${whole % 60} 分钟` : ''}`;
  return `${Math.round(whole / 1440)} 天`;
}

/** The same after a word of Chinese, which no blank parts from another: 相隔 12 分钟, 相隔不到 1 分钟. */
export function spellAfter(word: string, minutes: number): string {
  const span = spell(minutes);
  return /^\d/u.test(span) ? `${word} ${span}` : `${word}${span}`;
}

const byStrength = (a: Scored, b: Scored): number =>
  b.score - a.score || a.candidate.incidentId - b.candidate.incidentId;
const byDistance = (a: Scored, b: Scored): number =>
  a.candidate.distanceM - b.candidate.distanceM || a.candidate.incidentId - b.candidate.incidentId;

/** Whether two reports say places that cannot be one: deck and underpass, north end and south end. */
function apartBySpot(mine: readonly string[], theirs: readonly string[]): boolean {
  return mine.some((one) => theirs.some((other) => one !== other && kindOf(one) === kindOf(other)));
}

const kindOf = (spot: string): string => spot.slice(0, spot.indexOf(':'));
