import { expect, test } from 'vitest';
import type { WaitingEvent } from '#contracts/desk.ts';
import type { Incident } from '#contracts/incident.ts';
import { runsTo } from '#test/support/live-row.ts';
import { passes, wholeCity } from '../../client/desk/queue/filter.ts';
import { byUrgency } from '../../client/desk/queue/order.ts';
import type { QueueItem } from '../../client/desk/queue/order.ts';

const now = Date.parse('2026-06-12T03:40:00+08:00');

function incident(id: number, part: Partial<Incident> = {}): Incident {
  return {
    id,
    no: `2026-0612-${id}`,
    version: 1,
    round: 1,
    status: 'received',
    categoryCode: 'road-flood',
    categoryName: '道路积水',
    severity: 3,
    title: '积水',
    lng: null,
    lat: null,
    locationAccuracyM: null,
    address: null,
    districtCode: '441202',
    townCode: null,
    gridCode: null,
    departmentCode: null,
    departmentName: null,
    openedAt: '2026-06-12T03:00:00+08:00',
    lastEventAt: '2026-06-12T03:00:00+08:00',
    dueAt: null,
    nextDue: null,
    overdue: false,
    closedAt: null,
    eventCount: 1,
    sources: {},
    requestCount: 0,
    answeredCount: 0,
    returnCount: 0,
    reworkCount: 0,
    danger: [],
    wall: 'point',
    parentId: null,
    mergedInto: null,
    recurrenceOf: null,
    ...part,
  };
}

const item = (id: number, part: Partial<Incident> = {}): QueueItem => ({
  kind: 'incident',
  key: `i${id}`,
  incident: incident(id, part),
});

const waiting = (eventId: number, danger: string[]): QueueItem => ({
  kind: 'waiting',
  key: `w${eventId}`,
  event: { eventId, danger, since: '2026-06-12T03:30:00+08:00' } as WaitingEvent,
});

const order = (...items: QueueItem[]): string[] => items.toSorted(byUrgency).map(({ key }) => key);

test('danger to a person stands above everything, even above a level 1 that is late', () => {
  const late = item(1, { severity: 1, nextDue: runsTo('2026-06-12T02:00:00+08:00'), overdue: true });
  expect(order(late, item(2, { severity: 4, danger: ['被困'] }))).toEqual(['i2', 'i1']);
});

test('below danger the level decides, then whose time ends first, and no deadline comes last', () => {
  const soon = item(1, { severity: 2, nextDue: runsTo('2026-06-12T04:00:00+08:00') });
  const later = item(2, { severity: 2, nextDue: runsTo('2026-06-12T09:00:00+08:00') });
  expect(order(item(4, { severity: 2 }), later, item(3, { severity: 1 }), soon)).toEqual([
    'i3',
    'i1',
    'i2',
    'i4',
  ]);
});

test('an event that waits for a person stands between the urgent and the ordinary, on top when it holds danger', () => {
  expect(order(item(1, { severity: 3 }), waiting(9, []), item(2, { severity: 2 }))).toEqual([
    'i2',
    'w9',
    'i1',
  ]);
  expect(order(item(1, { severity: 1 }), waiting(9, ['小孩']))).toEqual(['w9', 'i1']);
});

test('the sentence 端州区 · 未派遣 · 今日 lets through what it says and nothing else', () => {
  const filter = { district: '441202', stage: 'undispatched', span: 'today', text: '' } as const;
  expect(passes(incident(1, { status: 'to-dispatch' }), filter, now)).toBe(true);
  expect(passes(incident(2, { status: 'to-sign' }), filter, now)).toBe(false);
  expect(passes(incident(3, { districtCode: '441224' }), filter, now)).toBe(false);
  expect(passes(incident(4, { openedAt: '2026-06-11T23:59:59+08:00' }), filter, now)).toBe(false);
});

test('a search finds what is closed, too', () => {
  expect(passes(incident(1, { status: 'closed' }), wholeCity, now)).toBe(false);
  expect(passes(incident(1, { status: 'closed' }), { ...wholeCity, text: '井盖' }, now)).toBe(true);
});

test('a closed matter whose callers have no answer yet stays findable as 办结待答复', () => {
  const filter = { ...wholeCity, stage: 'answering' } as const;
  expect(passes(incident(1, { status: 'closed', requestCount: 9, answeredCount: 8 }), filter, now)).toBe(
    true,
  );
  expect(passes(incident(1, { status: 'closed', requestCount: 9, answeredCount: 9 }), filter, now)).toBe(
    false,
  );
});
