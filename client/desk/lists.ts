import type { QueryClient } from '@tanstack/react-query';

/** The lists of the desk and its head that a step on a matter may change. */
const lists = ['incidents', 'waiting', 'pleas', 'special-closes', 'hand-overs', 'figures'];

/** Reads them again: whoever made a step sees what came of it at once, and not at the next reading. */
export function readListsAgain(cache: QueryClient): void {
  for (const key of lists) void cache.invalidateQueries({ queryKey: [key] });
}
