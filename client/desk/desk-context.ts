import { createContext, useContext } from 'react';
import type { WallCamera } from '#contracts/driven-wall.ts';
import type { Session } from '#contracts/people.ts';

/** What stands open at the foot of the incident: one step being taken, on which rows of it. */
export type Panel =
  | { kind: 'move'; move: string }
  | { kind: 'reply'; requestIds: readonly number[] }
  | { kind: 'bulletin' }
  | { kind: 'callout' }
  | { kind: 'lift'; markId: number }
  | { kind: 'follow-up'; requestId: number }
  | { kind: 'part'; requestId: number }
  | { kind: 'reveal'; requestId: number };

export type Point = { lng: number; lat: number };
/** A place with how far off it may be, in metres. */
export type VaguePoint = Point & { accuracyM?: number | null };

/** What every part of the desk may do to the whole of it. */
export type DeskTools = {
  session: Session;
  districts: ReadonlyMap<string, string>;
  select: (key: string | null) => void;
  panel: Panel | null;
  open: (panel: Panel) => void;
  close: () => void;
  /** A place being pointed out on the map: null when nobody asks for one. */
  picked: Point | null;
  picking: boolean;
  askPoint: () => void;
  setPoint: (point: Point | null) => void;
  /** Where the map looks now, for the walls; null while there is no map. */
  mapView: () => WallCamera | null;
  /** The map says how that is asked; null when it goes. */
  showMap: (view: (() => WallCamera) | null) => void;
};

export const DeskContext = createContext<DeskTools | null>(null);

export function useDesk(): DeskTools {
  const tools = useContext(DeskContext);
  if (!tools) throw new Error('outside of the desk');
  return tools;
}
