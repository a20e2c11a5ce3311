import { byUrgency } from './urgent.ts';
import type { FrameRow } from '#contracts/live.ts';

/** 放大镜: where several matters stand too close for a map of the whole city. */
export type Lens = {
  focus: FrameRow;
  /** The most urgent first; the focus is the first. */
  members: FrameRow[];
  /** How many more stand within its reach but are not drawn. */
  more: number;
  /** [west, south, east, north], WGS 84. */
  bounds: [number, number, number, number];
};

const reachKm = 8;
export const kmPerDegree = 111.2;
export const mostMembers = 12;
/** Width over height of the lens on the screen. */
export const lensAspect = 836 / 444;

/** Kilometres between two places of one city; flat is good enough. */
export function kmBetween(a: { lng: number; lat: number }, b: { lng: number; lat: number }): number {
  const squeeze = Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot((a.lng - b.lng) * squeeze, a.lat - b.lat) * kmPerDegree;
}

type Sited = FrameRow & { lng: number; lat: number };
const isSited = (row: FrameRow): row is Sited => row.lng !== null && row.lat !== null;

/**
 * The lens over the most urgent matter and its neighbours within 8 km; null when it stands alone.
 * `urgent` is sorted by urgency.
 */
export function chooseLens(urgent: readonly FrameRow[]): Lens | null {
  const focus = urgent.find(isSited);
  if (!focus) return null;
  const near = urgent.filter(isSited).filter((row) => kmBetween(focus, row) <= reachKm);
  if (near.length < 2) return null;
  const members = [...near].sort((a, b) => Number(b === focus) - Number(a === focus) || byUrgency(a, b));
  const drawn = members.slice(0, mostMembers);
  return { focus, members: drawn, more: near.length - drawn.length, bounds: boxAround(drawn) };
}

/** A box of the lens's shape around all of them, with room for labels; on a grid of about 1 km, so that it rarely jumps. */
function boxAround(members: readonly Sited[]): Lens['bounds'] {
  const lats = members.map(({ lat }) => lat);
  const lngs = members.map(({ lng }) => lng);
  const snap = (degrees: number): number => Math.round(degrees * 100) / 100;
  const lat = snap((Math.min(...lats) + Math.max(...lats)) / 2);
  const lng = snap((Math.min(...lngs) + Math.max(...lngs)) / 2);
  const squeeze = Math.cos((lat * Math.PI) / 180);
  const reach = Math.max(
    ...members.map((one) =>
      Math.max(Math.abs(one.lat - lat), (Math.abs(one.lng - lng) * squeeze) / lensAspect),
    ),
  );
  const half = Math.max(0.015, Math.ceil(reach * 1.45 * 100) / 100);
  const across = (half * lensAspect) / squeeze;
  return [lng - across, lat - half, lng + across, lat + half];
}
