import type { Source } from '#server/sources/source.ts';
import type { ImportCity } from './kind.ts';

/** For the preview: the refusal that a source would give to an item, or that it is history. */
export const eventDoubt =
  (source: Source) =>
  ({ now, city, reference }: ImportCity, item: Record<string, unknown>): string | null => {
    const parsed = source.read(item, { now, bounds: city.bounds, reference });
    if (!parsed.ok) return `${parsed.refused.code}：${parsed.refused.message}`;
    return parsed.draft.history ? '可收，作为历史' : null;
  };
