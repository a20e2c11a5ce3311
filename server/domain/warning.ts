import { colourNames, phaseNames } from '#contracts/warning.ts';
import type { WarningMessage } from '#contracts/warning.ts';

/** What all messages about one warning say together. */
export type WarningState = WarningMessage & { firstIssuedAt: string; liftedAt: string | null };

const rank = { issue: 0, update: 1, lift: 2 } as const;

/**
 * 预警 from its messages, in whatever order they came: the highest revision holds, within one revision a lifting over
 * an update over the issue. A lifting without words of its own keeps what the message before it said.
 */
export function foldMessages(messages: readonly WarningMessage[]): WarningState {
  const sorted = messages.toSorted((a, b) => a.revision - b.revision || rank[a.phase] - rank[b.phase]);
  const last = sorted.at(-1)!;
  const said = sorted.findLast((one) => one.phase !== 'lift') ?? last;
  const firstIssuedAt = sorted.map((one) => one.issuedAt).toSorted()[0]!;
  const { revision, phase, issuedAt } = last;
  return {
    ...said,
    revision,
    phase,
    issuedAt,
    firstIssuedAt,
    liftedAt: phase === 'lift' ? issuedAt : null,
  };
}

type Named = Pick<WarningMessage, 'kind' | 'hazard' | 'colour' | 'level' | 'government'>;

/** 暴雨橙色; of a response who responds at what level: 怀集县 I 级, 市 III 级. */
export function warningName({ kind, hazard, colour, level, government }: Named, place: string): string {
  if (kind === 'warning') return `${hazard}${colour ? colourNames[colour] : '预警'}`;
  const who = government === 'province' ? '省' : government === 'city' ? '市' : place;
  return `${who} ${level ?? ''} 级`;
}

/** 市气象台 03:10 发布: without the name of the city, which everybody there knows. */
export function warningSaid(
  issuer: string,
  at: string,
  phase: WarningMessage['phase'],
  city: string,
): string {
  const short = issuer.startsWith(`${city}市`) ? issuer.slice(city.length) : issuer;
  return `${short} ${at} ${phaseNames[phase]}`;
}

const gravity: Record<string, number> = {
  red: 4,
  orange: 3,
  yellow: 2,
  blue: 1,
  white: 0,
  I: 4,
  II: 3,
  III: 2,
  IV: 1,
};

/** The gravest first; of the same gravity the newest. */
export function graverFirst(
  a: { colour: string | null; level: string | null; updatedAt: string },
  b: typeof a,
): number {
  const of = ({ colour, level }: typeof a): number => gravity[colour ?? level ?? ''] ?? 0;
  return of(b) - of(a) || b.updatedAt.localeCompare(a.updatedAt);
}
