import { expect, test } from 'vitest';
import { callsWords } from '../../client/wall/words.ts';

const now = Date.parse('2026-06-12T04:40:00+08:00');
const call = (unitName: string, answered: boolean, minutesAgo: number, incidentId = 7) => ({
  incidentId,
  unitName,
  post: '值班领导',
  answered,
  askedAt: new Date(now - minutesAgo * 60_000).toISOString(),
});

test('beside an alarm stands how many were called, and who has kept silent for how long', () => {
  const called = [
    call('端州渠网管理中心', false, 6),
    call('端州区应急管理局', true, 6),
    call('星湖管理局', false, 1, 8),
  ];
  expect(callsWords(called, 7, now)).toBe('叫应 1/2，待应答 端州渠网管理中心 6 分');
  expect(callsWords([...called, call('端州区公安分局', false, 3)], 7, now)).toBe(
    '叫应 1/3，待应答 端州渠网管理中心等 2 家 6 分',
  );
  expect(callsWords([call('端州渠网管理中心', true, 6)], 7, now)).toBe('叫应 1/1，均已应答');
  expect(callsWords(called, 9, now)).toBeNull();
});
