import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, startApp } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { testSecrets } from '#test/support/chengyun.ts';
import { freshPool } from '#test/support/people.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'packed-'));
const archive = path.join(folder, 'base.pmtiles');
const script = `console.log(${JSON.stringify('城运'.repeat(500))})`;
let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;

beforeAll(async () => {
  mkdirSync(path.join(folder, 'assets'));
  mkdirSync(path.join(folder, 'wall'));
  for (const name of ['assets/a-12345678.js', 'assets/gone-12345678.js', 'field-sw.js']) {
    writeFileSync(path.join(folder, `${name}.br`), brotliCompressSync(script));
    writeFileSync(path.join(folder, `${name}.gz`), gzipSync(script));
    writeFileSync(path.join(folder, name), script);
  }
  writeFileSync(path.join(folder, 'assets/plain-12345678.woff2'), script);
  writeFileSync(path.join(folder, 'wall/index.html'), '<!doctype html><title>大屏</title>');
  writeFileSync(archive, 'PMTiles'.repeat(1_000));
  city = await freshPool();
  app = await startApp(city.pool, { clientFolder: folder }, archive);
});
afterAll(async () => {
  await app.close();
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { status: number; headers: http.IncomingHttpHeaders; bytes: Buffer };
/** The bytes as they go over the wire: `fetch` would unpack them. */
const get = (address: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { method, headers: { ...bearer(testSecrets.CHENGYUN_API_TOKEN), ...headers } };
    const request = http.request(`${app.url}${address}`, options, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('end', () =>
        resolve({ status: res.statusCode!, headers: res.headers, bytes: Buffer.concat(parts) }),
      );
    });
    request.on('error', reject).end();
  });

test.each([
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip, deflate', 'gzip', gunzipSync],
  ['identity', undefined, (bytes: Buffer) => bytes],
])(
  'a script goes to a browser that takes %s as %s, and is kept for ever',
  async (accept, encoding, unpack) => {
    const { status, headers, bytes } = await get('/assets/a-12345678.js', { 'accept-encoding': accept });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers['content-type']).toMatch(/^text\/javascript; charset=utf-8$/iu);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['vary']).toContain('Accept-Encoding');
    expect(unpack(bytes).toString()).toBe(script);
    expect(encoding === undefined || bytes.length < script.length / 4).toBe(true);
  },
);

test('pages and the worker of the phone are asked for each time; what has no packed form goes plain', async () => {
  const all = { 'accept-encoding': 'gzip, br' };
  expect((await get('/wall', all)).headers).toMatchObject({
    'cache-control': 'no-cache',
    'content-type': expect.stringContaining('text/html') as string,
  });
  const worker = await get('/field-sw.js', all);
  expect([worker.headers['cache-control'], worker.headers['content-encoding']]).toEqual(['no-cache', 'br']);
  const again = await get('/field-sw.js', { ...all, 'if-none-match': worker.headers.etag! });
  expect(again.status).toBe(304);
  const font = await get('/assets/plain-12345678.woff2', all);
  expect([font.status, font.headers['content-encoding']]).toEqual([200, undefined]);
});

test('a file that went with an upgrade is refused in plain words, not as packed bytes', async () => {
  for (const end of ['', '.br', '.gz']) rmSync(path.join(folder, `assets/gone-12345678.js${end}`));
  const answer = await get('/assets/gone-12345678.js', { 'accept-encoding': 'br' });
  expect([answer.status, answer.headers['content-encoding']]).toEqual([404, undefined]);
  expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
  expect(JSON.parse(answer.bytes.toString())).toMatchObject({ code: 'not-found' });
  const post = await get('/assets/a-12345678.js', { 'accept-encoding': 'br' }, 'POST');
  expect([post.status, post.headers['content-encoding']]).toEqual([404, undefined]);
});

test('what pages read goes packed; the archive of the map goes as it is, by ranges', async () => {
  const accept = { 'accept-encoding': 'gzip' };
  const base = await get('/api/map/base', accept);
  expect(base.headers['content-encoding']).toBe('gzip');
  expect(base.headers['vary']).toContain('Accept-Encoding');
  expect(JSON.parse(gunzipSync(base.bytes).toString())).toHaveProperty('credit');
  const same = await get('/api/map/base', { ...accept, 'if-none-match': base.headers.etag! });
  expect([same.status, same.bytes.length]).toEqual([304, 0]);
  const part = await get('/api/map/base.pmtiles', { ...accept, range: 'bytes=7-13' });
  expect([part.status, part.headers['content-encoding']]).toEqual([206, undefined]);
  expect(part.headers['content-range']).toBe('bytes 7-13/7000');
  expect(part.bytes.toString()).toBe('PMTiles');
});
