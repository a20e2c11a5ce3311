import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { CameraSight } from '#contracts/camera-sight.ts';
import { DemoLife, DemoMatter } from '#contracts/demo.ts';
import { cityFolder } from './city.ts';
import { readTable } from './csv.ts';

/** A device of the demonstration, as the registry doors take it. WGS 84 degrees. */
export type DemoDevice = {
  id: string;
  name: string;
  kind: string;
  metrics: string[];
  lng: number;
  lat: number;
  districtCode: string;
};
/** A camera and its sight, where the table tells it: degrees clockwise from north, degrees, metres. */
export type DemoCamera = DemoDevice & Partial<CameraSight>;
export type DemoPlace = { name: string; kind: string; districtCode: string; lng: number; lat: number };
export type DemoCity = {
  sensors: DemoDevice[];
  cameras: DemoCamera[];
  places: DemoPlace[];
  /** The centreline of the largest river, from its head to its mouth. */
  river: [number, number][];
  matters: DemoMatter[];
  life: DemoLife;
};

const lifeFile = 'life.json';

/**
 * Everything that a city's folder says about its demo day: `sensors.csv`, `cameras.csv`, `demo/*.json`. Null when the
 * city has none. Throws one line that names the file and what is wrong in it.
 */
export function readDemoCity(id: string): DemoCity | null {
  const folder = cityFolder(id);
  const demo = path.join(folder, 'demo');
  if (!existsSync(path.join(demo, lifeFile))) return null;
  const files = readdirSync(demo)
    .filter((name) => name.endsWith('.json') && name !== lifeFile)
    .toSorted();
  return {
    sensors: devices(folder, 'sensors.csv', 'deviceId'),
    cameras: cameras(folder),
    places: table(folder, 'gazetteer.csv').map((row) => ({
      name: row['name'] ?? '',
      kind: row['kind'] ?? '',
      districtCode: row['districtCode'] ?? '',
      ...pointOf(row),
    })),
    river: riverOf(folder),
    matters: files.map((name) => ({ id: path.basename(name, '.json'), ...parse(DemoMatter, demo, name) })),
    life: parse(DemoLife, demo, lifeFile),
  };
}

const pointOf = (row: Record<string, string>): { lng: number; lat: number } => ({
  lng: Number(row['lng']),
  lat: Number(row['lat']),
});

function table(folder: string, name: string): Record<string, string>[] {
  const file = path.join(folder, name);
  return existsSync(file) ? readTable(readFileSync(file, 'utf8')) : [];
}

function devices(folder: string, name: string, idColumn: string): DemoDevice[] {
  return table(folder, name).map((row) => ({
    id: row[idColumn] ?? '',
    name: row['name'] ?? '',
    kind: row['kind'] ?? '',
    metrics: (row['metrics'] ?? '').split(';').filter(Boolean),
    ...pointOf(row),
    districtCode: row['districtCode'] ?? '',
  }));
}

function cameras(folder: string): DemoCamera[] {
  const rows = table(folder, 'cameras.csv');
  return devices(folder, 'cameras.csv', 'cameraId').map((device, i) => {
    const { headingDeg = '', fovDeg = '', rangeM = '' } = rows[i]!;
    if (rangeM === '') return device;
    return { ...device, headingDeg: Number(headingDeg), fovDeg: Number(fovDeg), rangeM: Number(rangeM) };
  });
}

const Rivers = z.object({
  features: z.array(
    z.object({
      properties: z.object({ rank: z.number() }),
      geometry: z.object({ coordinates: z.array(z.tuple([z.number(), z.number()])) }),
    }),
  ),
});

function riverOf(folder: string): [number, number][] {
  const file = path.join(folder, 'rivers.geojson');
  if (!existsSync(file)) return [];
  const { features } = Rivers.parse(JSON.parse(readFileSync(file, 'utf8')));
  return features.toSorted((a, b) => a.properties.rank - b.properties.rank)[0]?.geometry.coordinates ?? [];
}

function parse<S extends z.ZodType>(schema: S, folder: string, name: string): z.output<S> {
  const parsed = schema.safeParse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path.join(folder, name)} 有误：\n${lines.join('\n')}`);
}
