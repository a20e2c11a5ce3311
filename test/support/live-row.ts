import type { RunningClock } from '#contracts/clocks.ts';
import type { FrameRow } from '#contracts/live.ts';

/** A valid row of the live feed; a test states what matters to it. */
export function rowOf(wish: Partial<FrameRow> = {}): FrameRow {
  return {
    entity: 'incident',
    id: 1,
    no: '2026-0612-0001',
    version: 1,
    round: 1,
    status: 'received',
    categoryCode: 'road-flooding',
    categoryName: '道路积水',
    severity: 3,
    title: '道路积水',
    lng: 112.46,
    lat: 23.05,
    locationAccuracyM: 20,
    address: '人民路 1 号',
    districtCode: null,
    townCode: null,
    gridCode: 'g1',
    departmentCode: null,
    departmentName: null,
    openedAt: '2026-06-12T00:00:00.000Z',
    lastEventAt: '2026-06-12T00:00:00.000Z',
    dueAt: null,
    nextDue: null,
    overdue: false,
    closedAt: null,
    eventCount: 1,
    sources: { hotline: 1 },
    requestCount: 0,
    answeredCount: 0,
    returnCount: 0,
    reworkCount: 0,
    danger: [],
    wall: 'point',
    parentId: null,
    mergedInto: null,
    recurrenceOf: null,
    ...wish,
  };
}

/** A clock that runs until then. */
export function runsTo(dueAt: string, clock: RunningClock['clock'] = 'unit'): RunningClock {
  return { clock, startedAt: '2026-06-12T00:00:00.000Z', dueAt };
}
