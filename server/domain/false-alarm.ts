import { quietHours } from '#contracts/false-alarm.ts';
import type { Reference } from '#contracts/reference.ts';

/** An event, as far as it matters whether it is only counted. `kind`: algorithm or rule; null of what people say. */
export type Alarm = {
  source: string;
  assetId: string | null;
  kind: string | null;
  /** Whether its category is one of safety. */
  safety: boolean;
  phase: 'start' | 'end' | null;
  /** So old that it makes no work anyway. */
  history: boolean;
  observedAt: Date;
};
/** A mark that stands: alarms of this device and kind, observed in [since, until). */
export type Quiet = {
  id: number;
  source: string;
  assetId: string;
  kind: string;
  since: Date;
  until: Date;
};

/** 同类: the same device, and the same algorithm or rule of it. */
export function isSameKind(
  a: Pick<Alarm, 'source' | 'assetId' | 'kind'>,
  b: Pick<Alarm, 'source' | 'assetId' | 'kind'>,
): boolean {
  return a.source === b.source && a.assetId === b.assetId && a.kind === b.kind;
}

/** Until when a mark quiets: a span of the clock, not of the calendar. */
export const quietUntil = (markedAt: Date): Date => new Date(markedAt.getTime() + quietHours * 3_600_000);

/**
 * Whether such an event can ever be only counted: what a device says about anything but safety. What a person says never
 * is. An end belongs to the alarm that it ends.
 */
export function mayBeQuieted(
  alarm: Alarm,
): alarm is Alarm & { assetId: string; kind: string; source: 'camera' | 'sensor' } {
  const device = alarm.source === 'camera' || alarm.source === 'sensor';
  return (
    device &&
    alarm.assetId !== null &&
    alarm.kind !== null &&
    !alarm.safety &&
    !alarm.history &&
    alarm.phase !== 'end'
  );
}

/** 静默: the mark under which an alarm is only counted, in event time; null: it goes the way of every event. */
export function countedUnder<Q extends Quiet>(alarm: Alarm, quiets: readonly Q[]): Q | null {
  if (!mayBeQuieted(alarm)) return null;
  const standing = quiets.filter(
    (quiet) => isSameKind(quiet, alarm) && alarm.observedAt >= quiet.since && alarm.observedAt < quiet.until,
  );
  return standing.toSorted((a, b) => b.until.getTime() - a.until.getTime() || b.id - a.id)[0] ?? null;
}

/** Whether marking this alarm now would say anything that no standing mark says. */
export function isUnmarked(
  { mark }: { mark: { quietUntil: string | null; endedAt: string | null } | null },
  now: Date,
): boolean {
  if (mark === null || mark.endedAt !== null) return true;
  return mark.quietUntil !== null && new Date(mark.quietUntil) <= now;
}

/** What marking does to alarms of a category that nobody knows any more: as if it were safety. */
export function isSafety(reference: Pick<Reference, 'category'>, categoryCode: string): boolean {
  return reference.category.get(categoryCode)?.safety ?? true;
}

const still = '/still';

/** 占道摊贩, 等效声级, 河道水位读数不变: what an algorithm or rule is called. */
export function kindName(
  reference: Pick<Reference, 'cameraKind' | 'threshold' | 'trend'>,
  source: string,
  kind: string,
): string {
  if (source === 'camera') return reference.cameraKind.get(kind)?.name ?? kind;
  const metric = kind.endsWith(still) ? kind.slice(0, -still.length) : kind;
  const name = reference.threshold.get(metric)?.name ?? reference.trend.get(metric)?.name ?? metric;
  return metric === kind ? name : `${name}读数不变`;
}

/** Where a page of figures begins: what goes wrong most often, then most; what nobody has judged comes last. */
export function worstFirst<Row extends { confirmed: number; wrong: number; quieted: number; code: string }>(
  rows: readonly Row[],
): Row[] {
  const share = ({ confirmed, wrong }: Row): number =>
    confirmed + wrong === 0 ? 2 : confirmed / (confirmed + wrong);
  return rows.toSorted(
    (a, b) => share(a) - share(b) || b.wrong - a.wrong || b.quieted - a.quieted || (a.code < b.code ? -1 : 1),
  );
}
