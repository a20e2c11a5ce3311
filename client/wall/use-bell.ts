import { useEffect, useRef, useState } from 'react';
import { makeBell } from './sound.ts';
import type { Bell } from './sound.ts';

/** Why nothing is heard; null: it rings. `blocked`: the browser waits for a touch. */
export type BellState = { kind: 'blocked' } | { kind: 'hushed'; until: string } | null;

/** Rings while `on`, unless the desk has set that this wall keeps quiet now, until `hushed`. */
export function useBell(on: boolean, hushed: string | null): BellState {
  const bell = useRef<Bell | null>(null);
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const made = makeBell(() => setBlocked(made.blocked()));
    bell.current = made;
    return () => made.close();
  }, []);
  useEffect(() => {
    bell.current?.ring(on && hushed === null);
    setBlocked(bell.current?.blocked() ?? false);
  }, [on, hushed]);
  if (hushed !== null) return { kind: 'hushed', until: hushed };
  return blocked ? { kind: 'blocked' } : null;
}

/** What stands beside an alarm of its sound, and whether this wall is mute. */
export function bellWords(bell: BellState): { words: string; mute: boolean } {
  if (bell === null) return { words: '值班台确认后停止响铃', mute: false };
  if (bell.kind === 'blocked') return { words: '浏览器未放声，请点一下屏幕', mute: true };
  return { words: `本屏静音至 ${bell.until}，值班台响铃`, mute: true };
}
