import type { Feature, FeatureCollection, Point as GeoPoint, Polygon } from 'geojson';
import { sourceNames } from '#contracts/incident.ts';
import type { Incident, LinkedEvent } from '#contracts/incident.ts';
import { asSeverity } from '../../shared/map/symbols.ts';
import type { Point, VaguePoint } from '../desk-context.ts';

/** A sign on the map beside the incidents: a caller in a ring, a device in a box, a place that could be meant; without image, how vague it is. */
export type Mark = Point & { label: string; image: 'ring' | 'box' | null; accuracyM: number | null };

export function incidentFeatures(
  rows: readonly Incident[],
  selectedId: number | null,
): FeatureCollection<GeoPoint> {
  const features = rows.flatMap((row): Feature<GeoPoint>[] => {
    if (row.lng === null || row.lat === null) return [];
    const selected = row.id === selectedId;
    const level = asSeverity(row.severity);
    return [
      {
        type: 'Feature',
        properties: {
          id: row.id,
          level,
          selected,
          order: selected ? 9 : 5 - level,
          label: selected || level <= 2 ? row.title : '',
        },
        geometry: { type: 'Point', coordinates: [row.lng, row.lat] },
      },
    ];
  });
  return { type: 'FeatureCollection', features };
}

export function markFeatures(marks: readonly Mark[]): FeatureCollection<GeoPoint> {
  return {
    type: 'FeatureCollection',
    features: marks
      .filter(({ image }) => image !== null)
      .map(({ lng, lat, label, image }) => ({
        type: 'Feature',
        properties: { label, image },
        geometry: { type: 'Point', coordinates: [lng, lat] },
      })),
  };
}

/** How far off each mark may be, as circles on the ground. */
export function accuracyFeatures(marks: readonly Mark[]): FeatureCollection<Polygon> {
  const vague = marks.filter(({ accuracyM }) => accuracyM !== null && accuracyM >= 20);
  // Circles of many callers lie over each other: together they must not hide the map.
  const shade = Math.min(0.1, 0.6 / Math.max(1, vague.length));
  return {
    type: 'FeatureCollection',
    features: vague.map((mark) => circle(mark, mark.accuracyM ?? 0, shade)),
  };
}

/** Callers by the number they have in the list, other sources by the first letter of their name. */
export function eventMarks(
  events: readonly LinkedEvent[],
  numberOf: (eventId: number) => number | null,
): Mark[] {
  return events.flatMap((event): Mark[] => {
    if (event.lng === null || event.lat === null) return [];
    const place = { lng: event.lng, lat: event.lat, accuracyM: event.accuracyM };
    const number = numberOf(event.eventId);
    return [
      number === null
        ? { ...place, image: 'box', label: (sourceNames[event.source] ?? event.source).slice(0, 1) }
        : { ...place, image: 'ring', label: String(number) },
    ];
  });
}

/** [west, south, east, north] around these places, each as far as it may be off; null without any. */
export function sightOf(places: readonly VaguePoint[]): [number, number, number, number] | null {
  if (places.length === 0) return null;
  const reach = places.map((place) => ({ ...place, ...degreesOf(place, place.accuracyM ?? 0) }));
  return [
    Math.min(...reach.map(({ lng, east }) => lng - east)),
    Math.min(...reach.map(({ lat, north }) => lat - north)),
    Math.max(...reach.map(({ lng, east }) => lng + east)),
    Math.max(...reach.map(({ lat, north }) => lat + north)),
  ];
}

function degreesOf({ lat }: Point, metres: number): { north: number; east: number } {
  const north = metres / 111_320;
  return { north, east: north / Math.cos((lat * Math.PI) / 180) };
}

function circle({ lng, lat }: Point, radiusM: number, shade: number): Feature<Polygon> {
  const { north, east } = degreesOf({ lng, lat }, radiusM);
  const ring = Array.from({ length: 49 }, (_, step) => {
    const angle = (step / 48) * 2 * Math.PI;
    return [lng + east * Math.cos(angle), lat + north * Math.sin(angle)];
  });
  return { type: 'Feature', properties: { shade }, geometry: { type: 'Polygon', coordinates: [ring] } };
}
