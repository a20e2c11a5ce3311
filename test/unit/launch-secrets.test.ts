import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '#server/config.ts';
import { readSecrets, secretEnvironment } from '../../server/launch/secrets.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const services = { DATABASE_URL: 'postgres://a', REDIS_URL: 'redis://a' };

test('secrets are made once, for the eyes of the owner alone, and satisfy the configuration', () => {
  const first = readSecrets(dir);
  expect(readSecrets(dir)).toEqual(first);
  expect(statSync(path.join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(() => readConfig({ ...services, ...secretEnvironment(first, {}) })).not.toThrow();
});

test('no two secrets are alike, also between two installations', () => {
  const one = Object.values(readSecrets(dir));
  rmSync(path.join(dir, 'secrets.json'));
  const all = [...one, ...Object.values(readSecrets(dir))];
  expect(new Set(all).size).toBe(all.length);
});

test('a secret that a later version needs is added, and none is changed', () => {
  const first = readSecrets(dir);
  const { indexKey: _, ...older } = first;
  writeFileSync(path.join(dir, 'secrets.json'), JSON.stringify(older));
  expect(readSecrets(dir)).toMatchObject(older);
  expect(readSecrets(dir)['indexKey']).toHaveLength(44);
});

test('a damaged file is never replaced by new keys', () => {
  const file = path.join(dir, 'secrets.json');
  writeFileSync(file, '{"fieldKey": "abc');
  expect(() => readSecrets(dir)).toThrow('无法读取');
  expect(readFileSync(file, 'utf8')).toBe('{"fieldKey": "abc');
});

test('what the environment sets wins over the file', () => {
  const given = { CHENGYUN_ADMIN_PASSWORD: 'of-the-city' };
  const environment = secretEnvironment(readSecrets(dir), given);
  expect(environment['CHENGYUN_ADMIN_PASSWORD']).toBe('of-the-city');
  expect(environment['CHENGYUN_INGEST_TOKEN']).toMatch(/^[0-9a-f]{48}$/);
});
