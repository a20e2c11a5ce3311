import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '#store/db.ts';
import { attachToEvent, attachToTask } from '#store/photos.ts';
import { startApp, cookieOf } from '#test/support/app.ts';
import type { TestApp } from '#test/support/app.ts';
import { freshPool, plantRequest } from '#test/support/people.ts';
import { bomb } from '#test/support/png-bomb.ts';
import { cleanPhotos } from '#workers/photo/clean-photos.ts';

let city: Awaited<ReturnType<typeof freshPool>>;
let app: TestApp;
let mine: string;
let colleague: string;
let stranger: string;
let centre: string;
let taskId: number;
let incidentId: number;

beforeAll(async () => {
  city = await freshPool();
  app = await startApp(city.pool);
  mine = await cookieOf(city.pool, 'field', { unitCode: 'u-drain', username: 'quwang' });
  colleague = await cookieOf(city.pool, 'unit-clerk', { unitCode: 'u-drain', username: 'jingban' });
  stranger = await cookieOf(city.pool, 'field', { unitCode: 'u-garden', username: 'yuanlin' });
  centre = await cookieOf(city.pool, 'operator', { username: 'zhiban' });
  await inTransaction(city.pool, '*', async (tx) => {
    ({ incidentId } = await plantRequest(tx, { ticketNo: 'P-1', units: ['u-drain'] }));
    const { rows } = await tx.query<{ id: number }>('select id from task where incident_id = $1', [
      incidentId,
    ]);
    taskId = rows[0]!.id;
  });
});
afterAll(async () => {
  await app.close();
  await city.close();
});

type Fields = Record<string, string>;
const whole = (change: Fields = {}): Fields => ({
  id: randomUUID(),
  taskId: String(taskId),
  stage: 'after',
  ...change,
});

async function upload(
  file: Buffer | null,
  fields: Fields = whole(),
  { cookie = mine, name = 'a.jpg', type = 'image/jpeg' } = {},
): Promise<{ status: number; id: string; body: Record<string, unknown> }> {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  if (file) form.set('file', new Blob([new Uint8Array(file)], { type }), name);
  const answer = await fetch(`${app.url}/api/photos`, { method: 'POST', headers: { cookie }, body: form });
  return {
    status: answer.status,
    id: fields['id'] ?? '',
    body: (await answer.json()) as Record<string, unknown>,
  };
}

const look = (id: string, cookie = mine): Promise<Response> =>
  fetch(`${app.url}/api/photos/${id}`, { headers: { cookie } });

const jpeg = (width = 64, height = 48): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: { r: 90, g: 120, b: Math.floor(Math.random() * 255) } },
  })
    .jpeg()
    .toBuffer();

async function stored(
  id: string,
): Promise<{ state: string; note: string | null; bytes: Buffer } | undefined> {
  const { rows } = await city.pool.query('select state, note, bytes from photo where id = $1', [id]);
  return rows[0];
}

test('a photo is unseen until it has been re-encoded, and then carries nothing but its pixels', async () => {
  const photo = await sharp(await jpeg(3000, 2000))
    .withExif({
      IFD0: { Copyright: 'wang-wu-secret' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '23/1 4/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { status, id, body } = await upload(
    photo,
    whole({ takenAt: '2026-06-12T06:20:00+08:00', lng: '112.44', lat: '23.07' }),
  );
  expect([status, body['state']]).toEqual([200, 'raw']);
  const early = await look(id);
  expect(early.status).toBe(425);
  expect(early.headers.get('retry-after')).toBe('2');
  expect(await early.json()).toMatchObject({ code: 'not-yet' });

  await cleanPhotos(city.pool);
  const seen = await look(id);
  expect(seen.status).toBe(200);
  expect(seen.headers.get('content-type')).toBe('image/jpeg');
  expect(seen.headers.get('x-content-type-options')).toBe('nosniff');
  expect(seen.headers.get('content-disposition')).toBe(`inline; filename="${id}.jpg"`);
  expect(seen.headers.get('content-security-policy')).toContain('sandbox');
  const bytes = Buffer.from(await seen.arrayBuffer());
  const { width, height, exif, orientation } = await sharp(bytes).metadata();
  expect([width, height, exif, orientation]).toEqual([1280, 1920, undefined, undefined]);
  expect(bytes.includes('wang-wu-secret')).toBe(false);
});

test('the same photo sent twice is one photo, and the id never takes other bytes', async () => {
  const [first, other] = [await jpeg(), await jpeg(65)];
  const fields = whole();
  expect((await upload(first, fields)).status).toBe(200);
  await cleanPhotos(city.pool);
  const again = await upload(first, fields);
  expect([again.status, again.body['state']]).toEqual([200, 'clean']);
  const changed = await upload(other, fields);
  expect([changed.status, changed.body['code']]).toEqual([409, 'taken']);
  const stolen = await upload(first, fields, { cookie: colleague });
  expect(stolen.status).toBe(409);
});

test('two uploads of one photo at the same instant store it once', async () => {
  const photo = await jpeg();
  const fields = whole();
  const answers = await Promise.all(Array.from({ length: 6 }, () => upload(photo, fields)));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
});

test('a photo is seen by its unit and the centre, by nobody else', async () => {
  const { id } = await upload(await jpeg());
  await cleanPhotos(city.pool);
  expect((await look(id, colleague)).status).toBe(200);
  expect((await look(id, centre)).status).toBe(200);
  expect((await look(id, stranger)).status).toBe(404);
  expect((await fetch(`${app.url}/api/photos/${id}`)).status).toBe(401);
});

test('a browser that keeps a photo asks each time, and shows it to nobody else', async () => {
  const { id } = await upload(await jpeg());
  await cleanPhotos(city.pool);
  const seen = await look(id);
  expect(seen.headers.get('cache-control')).toBe('private, no-cache');
  const again = (cookie: string): Promise<Response> =>
    fetch(`${app.url}/api/photos/${id}`, {
      headers: { cookie, 'if-none-match': seen.headers.get('etag') ?? '' },
    });
  expect([(await again(mine)).status, (await again(stranger)).status]).toEqual([304, 404]);
});

test('nobody adds a photo to a task of another unit', async () => {
  const { status, id } = await upload(await jpeg(), whole(), { cookie: stranger });
  expect(status).toBe(404);
  expect(await stored(id)).toBeUndefined();
});

test('a photo without a report yet is its photographer’s alone, and follows the event that names it', async () => {
  const fields = { id: randomUUID(), stage: 'report' };
  expect((await upload(await jpeg(), fields, { cookie: stranger })).status).toBe(200);
  await cleanPhotos(city.pool);
  expect((await look(fields.id, stranger)).status).toBe(200);
  expect((await look(fields.id, centre)).status).toBe(404);
  expect((await look(fields.id, mine)).status).toBe(404);
  await inTransaction(city.pool, '*', async (tx) => {
    expect(await attachToEvent(tx, [fields.id], 41, 'quwang')).toEqual([]);
    expect(await attachToTask(tx, [randomUUID()], { id: taskId, incidentId }, 'quwang')).toEqual([]);
    expect(await attachToTask(tx, [fields.id], { id: taskId, incidentId }, 'quwang')).toEqual([]);
    expect(await attachToEvent(tx, [fields.id], 41, 'yuanlin')).toEqual(['report']);
  });
  expect((await look(fields.id, centre)).status).toBe(200);
  expect((await look(fields.id, mine)).status).toBe(404);
});

test.each([
  ['an SVG with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['a GIF that is also a script', 'GIF89a/*\x01\x00*/=1;alert(1)'],
  ['an HTML page saved as jpg', '<!doctype html><html><body>404</body></html>'],
  ['a HEIC picture', '\x00\x00\x00\x18ftypheic\x00\x00\x00\x00'],
  ['a program', 'MZ\x90\x00'],
  ['two letters', 'ab'],
])('%s is refused at the door, whatever it is called', async (_, text) => {
  const { status, id, body } = await upload(Buffer.from(text, 'latin1'), whole(), {
    name: 'photo.jpg',
    type: 'image/jpeg',
  });
  expect([status, body['code']]).toEqual([422, 'bad-input']);
  expect(await stored(id)).toBeUndefined();
});

test('no file, an empty file, bad fields and no multipart are refused in words', async () => {
  expect(await upload(null)).toMatchObject({
    status: 422,
    body: { message: '没有照片文件，请重新拍照后上传' },
  });
  expect(await upload(Buffer.alloc(0))).toMatchObject({
    status: 422,
    body: { message: '照片是空文件，请重拍' },
  });
  expect((await upload(await jpeg(), whole({ id: '../../etc/passwd' }))).status).toBe(422);
  expect((await upload(await jpeg(), whole({ stage: 'selfie' }))).status).toBe(422);
  const json = await fetch(`${app.url}/api/photos`, {
    method: 'POST',
    headers: { cookie: mine, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(json.status).toBe(400);
});

test('a file over 10 MB is cut short with 413', async () => {
  const big = Buffer.concat([await jpeg(), Buffer.alloc(10 * 1024 * 1024)]);
  expect(await upload(big)).toMatchObject({ status: 413, body: { code: 'too-large' } });
});

test('the name of the file is never used: a path in it leads nowhere', async () => {
  const { status, id } = await upload(await jpeg(), whole(), { name: '../../../../tmp/evil.php' });
  expect(status).toBe(200);
  await cleanPhotos(city.pool);
  expect((await look(id)).headers.get('content-disposition')).toBe(`inline; filename="${id}.jpg"`);
});

test.each([
  ['a picture cut in half', async () => (await sharp(Buffer.from(Array.from({ length: 90_000 }, (_, i) => (i * 7919) % 251)), { raw: { width: 200, height: 150, channels: 3 } }).jpeg().toBuffer()).subarray(0, 3_000)],
  ['a bomb of 30,000 by 30,000 pixels', async () => bomb(30_000)],
  ['a JPEG in name only', async () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('<script>alert(1)</script>')])],
] as const)('%s passes the door, is found bad, and is never shown', async (_, make) => {
  const { status, id } = await upload(await make());
  expect(status).toBe(200);
  await cleanPhotos(city.pool);
  expect(await stored(id)).toMatchObject({ state: 'bad', note: expect.stringContaining('无法解码') as string });
  expect((await look(id)).status).toBe(404);
}); // prettier-ignore

test('what hides behind a whole picture is gone from the one that is shown', async () => {
  const polyglot = Buffer.concat([
    await jpeg(),
    Buffer.from('<script>alert(document.cookie)</script>PK\x03\x04'),
  ]);
  const { id } = await upload(polyglot);
  await cleanPhotos(city.pool);
  const bytes = Buffer.from(await (await look(id)).arrayBuffer());
  expect(bytes.includes('alert')).toBe(false);
  expect((await sharp(bytes).metadata()).format).toBe('jpeg');
});

test('a PNG called jpg is a photo all the same, and becomes a JPEG', async () => {
  const png = await sharp(await jpeg())
    .png()
    .toBuffer();
  const { id } = await upload(png, whole(), { name: 'a.jpg' });
  await cleanPhotos(city.pool);
  expect((await sharp(Buffer.from(await (await look(id)).arrayBuffer())).metadata()).format).toBe('jpeg');
});

test('two hundred uploads that break off leave no file open and nothing stored', async () => {
  const files = (): number => fs.readdirSync('/proc/self/fd').length;
  const { port } = new URL(app.url);
  const head =
    `POST /api/photos HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${mine}\r\nContent-Length: 5000\r\n` +
    'Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n';
  const breakOff = (): Promise<void> =>
    new Promise((resolve) => {
      const socket = net.connect(Number(port), '127.0.0.1', () => {
        socket.write(head);
        socket.write(Buffer.from([0xff, 0xd8, 0xff]), () => socket.destroy());
      });
      socket.once('close', () => resolve());
      socket.on('error', () => undefined);
    });
  const { rows: before } = await city.pool.query('select count(*)::int as n from photo');
  await breakOff();
  const open = files();
  for (let i = 0; i < 10; i++) await Promise.all(Array.from({ length: 20 }, breakOff));
  await expect.poll(files).toBeLessThanOrEqual(open + 5);
  const { rows: after } = await city.pool.query('select count(*)::int as n from photo');
  expect(after).toEqual(before);
  expect((await upload(await jpeg())).status).toBe(200);
});

test('a task takes no more than 45 photos', async () => {
  await city.pool.query(
    `insert into photo (id, task_id, stage, bytes, sha256, mime, uploaded_at, state)
     select gen_random_uuid(), $1, 'scene', '', '', 'image/jpeg', now(), 'clean' from generate_series(1, 45)`,
    [taskId],
  );
  const { status, id } = await upload(await jpeg());
  expect(status).toBe(422);
  expect(await stored(id)).toBeUndefined();
});
