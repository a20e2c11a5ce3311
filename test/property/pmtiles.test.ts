import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { PMTiles, zxyToTileId } from 'pmtiles';
import { expect, test } from 'vitest';
import { pmtilesArchive, tileId } from '#geodata/pmtiles.ts';
import type { Tile } from '#geodata/pmtiles.ts';

/** The reader that the pages use, over bytes in memory. */
function reader(archive: Buffer): PMTiles {
  const whole = Uint8Array.from(archive).buffer;
  return new PMTiles({
    getKey: () => 'memory',
    getBytes: async (offset, length) => ({ data: whole.slice(offset, offset + length) }),
  });
}

const place = fc.integer({ min: 0, max: 14 }).chain((z) => {
  const side = fc.integer({ min: 0, max: 2 ** z - 1 });
  return fc.record({ z: fc.constant(z), x: side, y: side });
});
// Few contents, so that many tiles share one.
const content = fc.oneof(fc.uint8Array({ maxLength: 3 }), fc.uint8Array({ minLength: 50, maxLength: 200 }));
const tiles = fc
  .uniqueArray(fc.record({ place, content }), {
    selector: ({ place: { z, x, y } }) => `${z}/${x}/${y}`,
    maxLength: 300,
  })
  .map((list): Tile[] => list.map((one) => ({ ...one.place, bytes: one.content })));

test('every tile stands where readers look for it', () => {
  fc.assert(
    fc.property(place, ({ z, x, y }) => {
      expect(tileId({ z, x, y })).toBe(zxyToTileId(z, x, y));
    }),
  );
});

test('whatever tiles are written are read back, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(tiles, place, async (list, other) => {
      const archive = reader(pmtilesArchive(list, [111, 22, 113.5, 24.5], { stamp: 'x' }));
      for (const { z, x, y, bytes } of list) {
        const found = await archive.getZxy(z, x, y);
        expect(new Uint8Array(found!.data)).toEqual(bytes);
      }
      const known = list.some(({ z, x, y }) => z === other.z && x === other.x && y === other.y);
      if (!known) expect(await archive.getZxy(other.z, other.x, other.y)).toBeUndefined();
      expect(await archive.getMetadata()).toEqual({ stamp: 'x' });
    }),
    { numRuns: 60 },
  );
});

test('an archive too large for one directory has leaves, and its header says what is in it', async () => {
  const list = Array.from({ length: 40_000 }, (_, i): Tile => {
    const noise = createHash('sha512').update(String(i)).digest();
    return {
      z: 12,
      x: 3000 + (i % 200),
      y: 1700 + Math.floor(i / 200),
      bytes: noise.subarray(noise[0]! % 60),
    };
  });
  const archive = reader(pmtilesArchive(list, [111, 22, 113.5, 24.5], {}));
  const header = await archive.getHeader();
  expect(header).toMatchObject({
    minZoom: 12,
    maxZoom: 12,
    minLon: 111,
    maxLat: 24.5,
    tileType: 1,
    numAddressedTiles: 40_000,
  });
  expect(header.leafDirectoryLength).toBeGreaterThan(0);
  for (const at of [0, 1, 19_999, 39_999]) {
    const { z, x, y, bytes } = list[at]!;
    expect(Buffer.from((await archive.getZxy(z, x, y))!.data)).toEqual(bytes);
  }
  expect(() => pmtilesArchive([list[0]!, list[0]!], [0, 0, 1, 1], {})).toThrow('twice');
});
