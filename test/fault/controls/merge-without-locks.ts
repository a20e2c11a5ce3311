import type { Control } from './control.ts';
import { groups, toyMerge } from './toy-merge.ts';

/** Eight mergers without locks and without the net. Wrong on purpose: each trusts that nobody else opens the same. */
export const control: Control = {
  name: 'merge without locks and net',
  run: async ({ databaseUrl }) => {
    const { doubled } = await toyMerge(databaseUrl, { begin: 'begin', lock: null });
    return { count: doubled, of: groups, what: 'doubled' };
  },
};
