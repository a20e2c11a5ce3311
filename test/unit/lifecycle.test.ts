import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { IncidentStatus } from '#contracts/incident.ts';
import { canMove, moves, movesFrom } from '#domain/lifecycle.ts';
import { withDiagram } from '#domain/lifecycle-diagram.ts';
import type { MoveName } from '#domain/lifecycle.ts';

/** Walks named paths through the machine; answers where they end. */
function walk(from: IncidentStatus, ...path: MoveName[]): IncidentStatus {
  return path.reduce((status, move) => {
    if (!canMove(move, status)) throw new Error(`${move} is not allowed from ${status}`);
    return moves[move].to;
  }, from);
}

test.each<[string, IncidentStatus, IncidentStatus, MoveName[]]>([
  [
    'a call that is accepted, dispatched, worked, reviewed, inspected and closed',
    'received',
    'closed',
    ['accept', 'dispatch', 'sign', 'report', 'review', 'close'],
  ],
  ['a dispatch straight from the queue', 'received', 'to-sign', ['dispatch']],
  [
    'rework after the review, then the whole way',
    'to-review',
    'closed',
    ['rework', 'report', 'review', 'inspect', 'close'],
  ],
  [
    'a report that is verified first, then dispatched',
    'received',
    'to-sign',
    ['send-verify', 'verify', 'dispatch'],
  ],
  ['an inspection that cannot be made goes back to the review', 'inspecting', 'to-review', ['send-inspect', 'inspect-unable']], // prettier-ignore
  ['a returned task goes back to the desk and to another unit', 'to-sign', 'to-sign', ['return', 'dispatch']],
  ['a consultation is answered at once', 'received', 'answered', ['answer']],
  ['a caller who is not satisfied opens a new round', 'follow-up', 'to-sign', ['reopen', 'dispatch']],
])('%s is a path of the machine', (_, from, to, path) => {
  expect(walk(from, ...path)).toBe(to);
});

test.each<[string, IncidentStatus, MoveName]>([
  ['nothing is closed before it was inspected', 'handling', 'close'],
  ['nothing is closed from the queue', 'received', 'close'],
  ['nobody signs what was not dispatched', 'received', 'sign'],
  ['a signed task is not recalled', 'handling', 'recall'],
  ['a closed incident is not dispatched without a new round', 'closed', 'dispatch'],
  ['an absorbed incident does not come back', 'merged', 'reopen'],
])('%s', (_, from, move) => {
  expect(canMove(move, from)).toBe(false);
});

test('the life cycle in the README is drawn from the table as it stands', () => {
  const readme = readFileSync(path.join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(withDiagram(readme), 'draw it anew: npx tsx server/cli/draw-lifecycle.ts').toBe(readme);
});

test('every move leads to a status of the contract and every one has a name for people', () => {
  for (const [name, rule] of Object.entries(moves)) {
    expect(IncidentStatus.options, name).toContain(rule.to);
    expect(rule.name.length, name).toBeGreaterThan(1);
  }
});

test('the primary action from the queue is to dispatch, from review to pass', () => {
  expect(movesFrom('received')[0]).toBe('dispatch');
  expect(movesFrom('to-review')[0]).toBe('review');
});

test('no two steps of the desk that are open at the same moment have the same key', () => {
  const ofTheDesk = ['J', 'K', 'N', 'B', 'T', 'W', '3', '4', '6', '7', '8', 'E', 'H', 'P', 'Q', 'S', 'U'];
  for (const status of IncidentStatus.options) {
    const offered = movesFrom(status).filter(
      (move) => moves[move].right !== 'task.work' && move !== 'absorb',
    );
    const keys = [...offered.flatMap((move) => moves[move].key ?? []), ...ofTheDesk, 'M'];
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  }
});
