/** Colours of the base map; levels of severity are never among them. */
export type MapLook = {
  outside: string;
  land: string;
  border: string;
  innerBorder: string;
  water: string;
  /** Bridges, pipes, parks: there, but never before a matter. */
  works: string;
  green: string;
  building: string;
  road: string;
  mainRoad: string;
  name: string;
  smallName: string;
  waterName: string;
  halo: string;
};

/** The wall: land a step lighter than its ground, else it vanishes (look/README). */
export const darkMap: MapLook = {
  outside: '#070B12',
  land: '#0E1722',
  border: '#3A526B',
  innerBorder: '#26384C',
  water: '#194A6C',
  works: '#5E7286',
  green: '#10201F',
  building: '#16222F',
  road: '#1D2C3B',
  mainRoad: '#2A3D50',
  name: '#8CA0B5',
  smallName: '#7A8FA6',
  waterName: '#4E97C4',
  halo: '#070B12',
};

/** Desk, statistics, field. */
export const lightMap: MapLook = {
  outside: '#E9EDF1',
  land: '#FFFFFF',
  border: '#AEBBC7',
  innerBorder: '#D5DDE4',
  water: '#9CC7E8',
  works: '#8494A3',
  green: '#E6F1E6',
  building: '#EDF0F3',
  road: '#E4E9EE',
  mainRoad: '#D0D9E1',
  name: '#3E4C5A',
  smallName: '#5B6977',
  waterName: '#2D6E9E',
  halo: '#FFFFFF',
};
