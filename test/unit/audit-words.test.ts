import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { rights } from '#domain/rights.ts';
import { actionName, detailWords, targetWords } from '../../client/admin/audit/words.ts';

const server = path.join(import.meta.dirname, '../../server');

test('every action that the program writes into the audit has a Chinese name', () => {
  const found = new Set<string>([
    'alert.confirm',
    'warning.sign',
    'bulletin.sign',
    'brief.sign',
    'person.reveal',
    'delivery.resend',
    'delivery.sent',
  ]);
  const nouns =
    'session|account|person|reference|quarantine|camera|alert|burst|false-alarm|warning|bulletin|brief|duty|handover|wall|write-back|delivery|city';
  const files = ['flows', 'cli', 'ingest', 'store'].flatMap((room) =>
    readdirSync(path.join(server, room), { recursive: true, encoding: 'utf8' }).map((name) =>
      path.join(room, name),
    ),
  );
  for (const file of files.filter((name) => name.endsWith('.ts')))
    for (const [, action] of readFileSync(path.join(server, file), 'utf8').matchAll(
      new RegExp(`'((?:${nouns})\\.[a-z-]+)'`, 'gu'),
    ))
      if (!(rights as readonly string[]).includes(action!)) found.add(action!);
  expect(found.size).toBeGreaterThan(15);
  expect([...found].filter((action) => actionName(action) === action)).toEqual([]);
});

test('what it was done to, and what else is known, reads as words', () => {
  expect(targetWords('account/zhiban')).toBe('账号 zhiban');
  expect(targetWords('category/road-flooding')).toBe('小类 road-flooding');
  expect(targetWords('account/*')).toBe('账号 多个');
  expect(detailWords({ ip: '10.0.0.7' })).toBe('来自 10.0.0.7');
  expect(detailWords({ roles: ['operator', 'field'], unitCode: null, disabled: false })).toBe(
    '岗位 值班员、处置人员，停用 否',
  );
  expect(detailWords({ before: { name: 'x' }, after: { name: 'y' } })).toBe('原为 见展开，改为 见展开');
  expect(detailWords({})).toBe('—');
});
