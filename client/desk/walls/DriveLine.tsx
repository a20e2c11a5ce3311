import type { ReactNode } from 'react';
import type { WallConsole } from './useWallConsole.ts';

/** What every line of the console needs: whether it may act, and how. */
export type Drive = { off: boolean; drive: WallConsole['drive'] };

/** One thing that can be asked of walls. */
export function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="drive-line" role="group" aria-label={name}>
      <h3>{name}</h3>
      <div>{children}</div>
    </div>
  );
}
