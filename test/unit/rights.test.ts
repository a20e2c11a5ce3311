import { expect, test } from 'vitest';
import { Role, machine } from '#contracts/people.ts';
import { apiActor, can, ingestActor, rights, rightsOf, roleConflict, scopeOf } from '#domain/rights.ts';
import type { Right } from '#domain/rights.ts';
import { actorOf } from '#test/support/people.ts';

test('whoever has no role has no right and sees no row', () => {
  expect(rightsOf({ ...actorOf('operator'), roles: [] })).toEqual([]);
  expect(scopeOf({ ...actorOf('operator'), roles: [] })).toEqual({ units: [], districts: [] });
  expect(rightsOf(machine)).toEqual([]);
});

test('every right is held by somebody', () => {
  const held = new Set(Role.options.flatMap((role) => rightsOf(actorOf(role))));
  expect(rights.filter((right) => !held.has(right))).toEqual([]);
});

test('the three administrators are apart: accounts, configuration and audit are in three hands', () => {
  expect(Role.options.filter((role) => can(actorOf(role), 'audit.read'))).toEqual(['auditor']);
  expect(Role.options.filter((role) => can(actorOf(role), 'account.edit'))).toEqual(['security-admin']);
  expect(Role.options.filter((role) => can(actorOf(role), 'reference.edit'))).toEqual(['system-admin']);
  expect(rightsOf(actorOf('auditor')).every((right) => right.endsWith('.read'))).toBe(true);
  expect(roleConflict(['auditor', 'operator'])).not.toBeNull();
  expect(roleConflict(['system-admin', 'security-admin'])).not.toBeNull();
  expect(roleConflict(['wall', 'operator'])).not.toBeNull();
  expect(roleConflict(['field', 'dispatcher'])).not.toBeNull();
  expect(roleConflict([])).not.toBeNull();
  expect(roleConflict(['unit-clerk', 'field'])).toBeNull();
});

test('what belongs to no district yet is for the seats of the city, not of a district', () => {
  const ofDistrict = { ...actorOf('operator'), districtCode: '441204' };
  expect(can(actorOf('operator'), 'quarantine.read')).toBe(true);
  expect(rightsOf(ofDistrict).filter((right) => right.startsWith('quarantine'))).toEqual([]);
  expect(can(ofDistrict, 'waiting.decide')).toBe(true);
  const leads = { ...actorOf('shift-leader'), districtCode: '441204' };
  expect(['ops.read', 'registry.read'].map((right) => can(actorOf('shift-leader'), right as Right))).toEqual([
    true,
    true,
  ]);
  expect(['ops.read', 'registry.read'].map((right) => can(leads, right as Right))).toEqual([false, false]);
  expect(can(leads, 'incident.close')).toBe(true);
});

test('the three administrators work for the whole city, never for a district', () => {
  for (const role of ['system-admin', 'security-admin', 'auditor'] as const) {
    expect(roleConflict([role], '441204')).toContain('全市');
    expect(roleConflict([role])).toBeNull();
  }
  expect(roleConflict(['shift-leader'], '441204')).toBeNull();
});

test('a wall shows and does nothing else', () => {
  expect(rightsOf(actorOf('wall'))).toEqual(['wall.read', 'map.read', 'live.read']);
});

test('the tokens: one reads as an operator does, the other feeds the registries and reads nothing', () => {
  const reading = rightsOf(actorOf('operator')).filter((right) => right.endsWith('.read'));
  expect(rightsOf(apiActor)).toEqual(reading);
  expect(rightsOf(ingestActor)).toEqual(['registry.edit']);
  expect(scopeOf(ingestActor)).toEqual({ units: [], districts: [] });
});

test.each([
  ['operator', {}, '*'],
  ['wall', {}, '*'],
  ['operator', { districtCode: '441204' }, { units: [], districts: ['441204'] }],
  ['leader', { districtCode: '441204' }, { units: [], districts: ['441204'] }],
  ['unit-clerk', { unitCode: 'quwang' }, { units: ['quwang'], districts: [] }],
  ['field', { unitCode: 'quwang', districtCode: '441202' }, { units: ['quwang'], districts: [] }],
  ['unit-clerk', {}, { units: [], districts: [] }],
  ['field', { districtCode: '441202' }, { units: [], districts: [] }],
  ['leader', { unitCode: 'quwang' }, { units: ['quwang'], districts: [] }],
  ['system-admin', {}, { units: [], districts: [] }],
  ['auditor', {}, { units: [], districts: [] }],
] as const)('%s of %o sees the rows of %o', (role, place, scope) => {
  expect(scopeOf(actorOf(role, place))).toEqual(scope);
});
