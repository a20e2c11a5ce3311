import type { Control } from './control.ts';
import { toyMerge } from './toy-merge.ts';

/** Each merger takes the locks in the order in which its reports came: two wait for each other, and one loses its batch. */
export const control: Control = {
  name: 'merge with unsorted locks',
  run: async ({ databaseUrl }) => {
    const { deadlocks, batches } = await toyMerge(databaseUrl, { begin: 'begin', lock: 'unsorted' });
    return { count: deadlocks, of: batches, what: 'lost', note: 'batches in a deadlock' };
  },
};
