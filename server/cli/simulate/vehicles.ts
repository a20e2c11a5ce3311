import type { DemoCity } from '#geodata/demo-day.ts';
import { chance, seedOf } from './random.ts';
import { chainOf, lengthKm, walkAt } from './walk.ts';

export type DemoVehicle = {
  id: string;
  lng: number;
  lat: number;
  speedKmh: number;
  courseDeg: number;
  class: 'hazmat' | 'coach' | 'charter' | 'heavy-truck';
};

const classes = ['hazmat', 'coach', 'hazmat', 'heavy-truck', 'charter', 'coach'] as const;
const vehicles = 36;
const stops = 6;

/** 两客一危: where the day's vehicles are at second `t`, each from one seat of government to the next and back, straight as the crow flies. */
export function vehiclesAt(places: DemoCity['places'], t: number, seed: number): DemoVehicle[] {
  const seats = places.filter(({ kind }) => kind === 'government').map(({ lng, lat }) => [lng, lat] as const);
  if (seats.length < 2) return [];
  return Array.from({ length: vehicles }, (_, i) => {
    const own = chance(seedOf(`${seed}/vehicle/${i}`));
    const line = chainOf(seats, Math.floor(own.between(0, seats.length)), stops);
    const totalKm = lengthKm(line);
    const speedKmh = Math.round(own.between(30, 65));
    const at = walkAt(line, totalKm, own.between(0, 2 * totalKm) + (speedKmh * t) / 3_600);
    return {
      id: `演示${String(i + 1).padStart(2, '0')}`,
      lng: Number(at.lng.toFixed(6)),
      lat: Number(at.lat.toFixed(6)),
      speedKmh,
      courseDeg: Math.round(at.courseDeg),
      class: classes[i % classes.length]!,
    };
  });
}
