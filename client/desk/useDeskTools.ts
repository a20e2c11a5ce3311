import { useCallback, useMemo, useRef, useState } from 'react';
import type { Session } from '#contracts/people.ts';
import type { DeskTools, Panel, Point } from './desk-context.ts';

/** The tools that every part of the desk shares; choosing another matter closes what was begun on the last. */
export function useDeskTools(
  session: Session,
  districts: ReadonlyMap<string, string>,
  choose: (key: string | null) => void,
): DeskTools {
  const [panel, setPanel] = useState<Panel | null>(null);
  const [picked, setPicked] = useState<Point | null>(null);
  const [picking, setPicking] = useState(false);
  const standing = useRef(panel);
  standing.current = panel;
  const clear = useCallback(() => {
    setPanel(null);
    setPicked(null);
    setPicking(false);
  }, []);
  // A step whose answer comes late closes its own panel, never the one that was begun on another matter since.
  const close = useCallback(() => {
    if (standing.current === panel) clear();
  }, [panel, clear]);
  const select = useCallback(
    (key: string | null) => {
      clear();
      choose(key);
    },
    [choose, clear],
  );
  const open = useCallback((next: Panel) => {
    setPicked(null);
    setPanel(next);
  }, []);
  const askPoint = useCallback(() => setPicking(true), []);
  const setPoint = useCallback((point: Point | null) => {
    setPicked(point);
    setPicking(false);
  }, []);
  return useMemo(
    () => ({ session, districts, select, panel, open, close, picked, picking, askPoint, setPoint }),
    [session, districts, select, panel, open, close, picked, picking, askPoint, setPoint],
  );
}
