import { useEffect, useRef, useState } from 'react';
import { makeBell } from './sound.ts';
import type { Bell } from './sound.ts';

/** Rings while `on`; `silenced` says that the browser waits for a touch before it lets the bell sound. */
export function useBell(on: boolean): { silenced: boolean } {
  const bell = useRef<Bell | null>(null);
  const [silenced, setSilenced] = useState(false);
  useEffect(() => {
    const made = makeBell(() => setSilenced(made.blocked()));
    bell.current = made;
    return () => made.close();
  }, []);
  useEffect(() => {
    bell.current?.ring(on);
    setSilenced(bell.current?.blocked() ?? false);
  }, [on]);
  return { silenced };
}
