import { expect, test } from 'vitest';
import type { TaskCard } from '#contracts/task.ts';
import { rowOf, runsTo } from '#test/support/live-row.ts';
import type { Step } from '../../client/field/work/box.ts';
import { chainOf, nextFirst, viewOf } from '../../client/field/work/view.ts';

const sign = runsTo('2026-06-12T00:30:00.000Z', 'sign');
const unit = runsTo('2026-06-12T04:00:00.000Z');

function card(id: number, part: Partial<TaskCard> = {}): TaskCard {
  return {
    id,
    status: 'to-sign',
    dueAt: unit.dueAt,
    signedAt: null,
    arrivedAt: null,
    reportedAt: null,
    clocks: [unit, sign],
    incident: rowOf(),
    ...part,
  } as TaskCard;
}

/** A step that lies on the phone. */
const unsent = (taskId: number, kind: Step['kind']): Step =>
  ({
    kind,
    chain: chainOf(taskId),
    state: 'waiting',
    body: { at: '2026-06-12T00:05:00.000Z' },
  }) as unknown as Step;

test('the phone counts down to the clock that ends first, and what it has done stops it before it is sent', () => {
  expect(viewOf(card(1), []).due).toEqual(sign);
  expect(viewOf(card(1), [unsent(1, 'sign')]).due).toEqual(unit);
  expect(viewOf(card(1), [unsent(1, 'sign'), unsent(1, 'arrive')]).due).toEqual(unit);
  expect(viewOf(card(1), [unsent(1, 'sign'), unsent(1, 'arrive'), unsent(1, 'report')]).due).toBeNull();
  expect(viewOf(card(1, { status: 'reported', reportedAt: '2026-06-12T00:40:00.000Z' }), []).due).toBeNull();
});

test('what must be signed in half an hour is done before what must be handled in four', () => {
  const soon = card(2, { clocks: [runsTo('2026-06-12T05:00:00.000Z'), sign] });
  const later = card(1, { status: 'handling', signedAt: '2026-06-12T00:01:00.000Z', clocks: [unit] });
  expect(nextFirst([later, soon].map((one) => viewOf(one, []))).map((view) => view.card.id)).toEqual([2, 1]);
});
