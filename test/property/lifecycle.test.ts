import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IncidentStatus } from '#contracts/incident.ts';
import { canMove, moves } from '#domain/lifecycle.ts';
import type { MoveName } from '#domain/lifecycle.ts';

const names = Object.keys(moves) as MoveName[];

test('no path of any moves reaches closed without a report and an inspection since the last opening', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...names), { maxLength: 40 }), (path) => {
      let status: IncidentStatus = 'received';
      let reported = false;
      let reviewed = false;
      for (const move of path) {
        if (!canMove(move, status)) continue;
        status = moves[move].to;
        if (move === 'reopen') [reported, reviewed] = [false, false];
        if (move === 'report') reported = true;
        if (move === 'rework') reviewed = false;
        if (move === 'review') reviewed = true;
        if (move === 'close') expect(reported && reviewed).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
