import type { Control } from './control.ts';
import { groups, toyMerge } from './toy-merge.ts';

/** The locks are right, but the snapshot is older than they are: what their last holder committed is not seen. */
export const control: Control = {
  name: 'merge under REPEATABLE READ',
  run: async ({ databaseUrl }) => {
    const way = { begin: 'begin isolation level repeatable read', lock: 'sorted' } as const;
    const { doubled } = await toyMerge(databaseUrl, way);
    return { count: doubled, of: groups, what: 'doubled' };
  },
};
