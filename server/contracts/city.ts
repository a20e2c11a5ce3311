import { z } from 'zod';
import { Role } from './people.ts';

const districtCode = z.string().regex(/^\d{6}(\d{3})?$/, '区县代码须为 6 位，县级单列单位为 9 位');
const lngLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** One file of a published package, pinned by version and by the SHA-512 of its tarball (npm's own notation). */
export const PackageFile = z.object({
  name: z.string(),
  version: z.string(),
  integrity: z.string().startsWith('sha512-'),
  path: z.string(),
  /** Keeps only lines that begin so; for tables of a whole country. */
  lines: z.string().optional(),
});
export type PackageFile = z.infer<typeof PackageFile>;

/** 一个城市: geodata/<id>/city.json. A second city is a folder of data, no code. */
export const City = z.object({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** 行政区划代码 (GB/T 2260). */
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  centreName: z.string(),
  /** Where maps open; WGS 84, longitude first. */
  centre: lngLat,
  /**
   * West, south, east, north in degrees, WGS 84; coordinates outside are not of this city. The file says "none",
   * read as null, for data from anywhere.
   */
  bounds: z.union([
    z.tuple([z.number(), z.number(), z.number(), z.number()]),
    z.literal('none').transform(() => null),
  ]),
  /** What every map must name. */
  credit: z.string(),
  /** 审图号; until there is one, every map says 示意图，非标准地图，不得公开. */
  reviewNo: z.string().nullable(),
  /** In official order; none where only points are known. */
  districts: z.array(z.object({ code: districtCode, name: z.string(), alias: z.array(z.string()) })),
  /** People of its own units that a new city begins with, beside those that every centre has. */
  accounts: z
    .array(
      z.object({
        username: z.string(),
        name: z.string(),
        role: Role,
        unitCode: z.string().optional(),
        districtCode: districtCode.optional(),
      }),
    )
    .default([]),
  packages: z
    .object({
      districts: PackageFile.extend({
        crs: z.enum(['GCJ02', 'BD09', 'WGS84']),
        accuracyM: z.number().int().positive(),
      }),
      villages: PackageFile,
    })
    .partial(),
});
export type City = z.infer<typeof City>;

/** Every way to say a district (端州, 端州区), with its code. */
export function districtNames(city: City): Map<string, string> {
  return new Map(
    city.districts.flatMap(({ code, name, alias }) => [name, ...alias].map((said) => [said, code] as const)),
  );
}

/** Whether a point (degrees, WGS 84) can be of this city. */
export function isInBounds(city: City, lng: number, lat: number): boolean {
  if (!city.bounds) return true;
  const [west, south, east, north] = city.bounds;
  return lng >= west && lng <= east && lat >= south && lat <= north;
}
