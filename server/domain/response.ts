import type { Reference } from '#contracts/reference.ts';
import type { ResponseScale } from '#contracts/scales.ts';

type Level = ResponseScale['levels'][number];

/**
 * The level above the one in force and who starts it, as the scale of that response says. Null: it is the highest, or the
 * scale is not among the reference data.
 */
export function nextLevel(
  reference: Pick<Reference, 'responseScale'>,
  { scaleCode, level }: { scaleCode: string; level: string | null },
): Pick<Level, 'roman' | 'startedBy'> | null {
  const levels = reference.responseScale.get(scaleCode)?.levels ?? [];
  const at = levels.findIndex(({ roman }) => roman === level);
  const next = at < 0 ? undefined : levels[at + 1];
  return next ? { roman: next.roman, startedBy: next.startedBy } : null;
}
