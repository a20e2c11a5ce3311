import { useCallback, useMemo, useRef, useState } from 'react';
import type { Session } from '#contracts/people.ts';
import type { DeskTools, Panel, Point } from './desk-context.ts';
import type { Side } from './RightColumn.tsx';

/** The tools that every part of the desk shares; choosing another matter closes what was begun on the last. */
export function useDeskTools(
  session: Session,
  districts: ReadonlyMap<string, string>,
  choose: (key: string | null) => void,
  setSide: (side: Side) => void,
): DeskTools {
  const [panel, setPanel] = useState<Panel | null>(null);
  const [picked, setPicked] = useState<Point | null>(null);
  const [picking, setPicking] = useState(false);
  const map = useRef<Parameters<DeskTools['showMap']>[0]>(null);
  const mapView = useCallback(() => map.current?.() ?? null, []);
  const showMap = useCallback<DeskTools['showMap']>((view) => {
    map.current = view;
  }, []);
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
      setSide({ kind: 'matter' });
      choose(key);
    },
    [choose, clear, setSide],
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
    () => ({
      session,
      districts,
      select,
      panel,
      open,
      close,
      picked,
      picking,
      askPoint,
      setPoint,
      mapView,
      showMap,
    }),
    [session, districts, select, panel, open, close, picked, picking, askPoint, setPoint, mapView, showMap],
  );
}
