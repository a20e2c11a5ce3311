import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FrameRow, Hello, Snapshot } from '#contracts/live.ts';
import { doneStatuses } from '#contracts/incident.ts';
import type { Actor } from '#contracts/people.ts';
import { advance } from '#server/live/fold.ts';
import { cut, epochFor, pictureOf, viewOf } from '#server/live/picture.ts';
import type { SeenRow, View } from '#server/live/picture.ts';
import { makeRing } from '#server/live/ring.ts';
import type { ShownRow } from '#store/frames.ts';
import { emptyFold, foldBeat, foldFrame, foldSnapshot } from '../../client/shared/live-fold.ts';
import type { Fold, Step } from '../../client/shared/live-fold.ts';
import { rowOf } from '#test/support/live-row.ts';

/** A city, its publisher and one server, without any I/O; the judgement is the program's own. */
function makeCity(rowsPerPage: number, ringFrames: number) {
  const rows = new Map<number, SeenRow>();
  const shown = new Map<number, ShownRow>();
  const ring = makeRing(ringFrames);
  let epoch = 'e1';
  let changed = new Set<number>();
  ring.restart(epoch, 0);
  const open = (): SeenRow[] => [...rows.values()].filter(({ row }) => !doneStatuses.includes(row.status));
  return {
    ring,
    move: (id: number, facts: Partial<FrameRow>): void => {
      const row = { ...(rows.get(id)?.row ?? rowOf({ id, version: 0 })), ...facts };
      row.version += 1;
      const units = row.departmentCode === null ? [] : [row.departmentCode];
      rows.set(id, { row, seen: { units, district: row.districtCode, wall: row.wall } });
      changed.add(id);
    },
    publish: (): void => {
      const current = [...changed].flatMap((id) => rows.get(id) ?? []);
      changed = new Set();
      const next = advance(shown, current);
      for (const row of next.shown) shown.set(row.id, row);
      for (const id of next.gone) shown.delete(id);
      ring.push({
        no: ring.head() + 1,
        epoch,
        at: '',
        rows: next.rows,
        nudges: [],
        readings: null,
        movers: null,
      });
    },
    renew: (): void => {
      epoch += 'x';
      changed = new Set();
      shown.clear();
      for (const { row, seen } of open()) shown.set(row.id, { id: row.id, version: row.version, ...seen });
      ring.restart(epoch, ring.head());
    },
    snapshot: (view: View): Snapshot[] => {
      const current = open().flatMap((one) => {
        const before = shown.get(one.row.id);
        return before ? [{ ...one, before }] : [];
      });
      const seen = pictureOf(view, current);
      const pages = Math.max(1, Math.ceil(seen.length / rowsPerPage));
      const base = {
        epoch: epochFor(epoch, view),
        no: ring.head(),
        at: '',
        pages,
        readings: new ArrayBuffer(8),
        movers: new ArrayBuffer(8),
      };
      return Array.from({ length: pages }, (_, page) => ({
        ...base,
        page,
        rows: seen.slice(page * rowsPerPage, (page + 1) * rowsPerPage),
      }));
    },
  };
}
type City = ReturnType<typeof makeCity>;

/** What the server sends on hello. */
function greet(city: City, view: View, fold: Fold): void {
  const missed = fold.epoch === epochFor(city.ring.epoch(), view) ? city.ring.after(fold.no) : null;
  if (missed === null) for (const page of city.snapshot(view)) foldSnapshot(fold, page);
  else for (const frame of missed) foldFrame(fold, cut(frame, view, '*'));
}

const facts = fc.record({
  departmentCode: fc.constantFrom(null, 'u1', 'u2'),
  districtCode: fc.constantFrom(null, 'd1', 'd2'),
  wall: fc.constantFrom('point', 'town', 'never'),
  status: fc.constantFrom('received', 'handling', 'handling', 'closed'),
} satisfies Record<string, fc.Arbitrary<unknown>>) as fc.Arbitrary<Partial<FrameRow>>;

const step = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('move' as const), id: fc.integer({ min: 1, max: 5 }), facts }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('publish' as const) }) },
  // The wire: the newest frames arrive, some of them lost, doubled or in another order.
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('wire' as const), picks: fc.array(fc.nat(5), { maxLength: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('beat' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload' as const) }) },
);

const actors: Record<string, { actor: Actor; view: Hello['view'] }> = {
  wall: { actor: actorOf('wall', null, null), view: 'wall' },
  desk: { actor: actorOf('dispatcher', null, null), view: 'desk' },
  unit: { actor: actorOf('unit-clerk', 'u1', null), view: 'field' },
  district: { actor: actorOf('dispatcher', null, 'd1'), view: 'desk' },
};

function actorOf(role: Actor['roles'][number], unitCode: string | null, districtCode: string | null): Actor {
  return { username: role, name: role, roles: [role], unitCode, districtCode };
}

test.each(Object.entries(actors))(
  'after any losses, doubles, reorders and new epochs the %s screen equals a fresh snapshot',
  (_name, { actor, view: wanted }) => {
    const view = viewOf(actor, wanted);
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80, size: 'max' }),
        fc.integer({ min: 1, max: 6 }),
        (steps, ringFrames) => {
          const city = makeCity(2, ringFrames);
          const fold = emptyFold();
          const answer = ({ ask }: Step): void => {
            if (ask) greet(city, view, fold);
          };
          const beat = (): void =>
            answer(
              foldBeat(fold, { epoch: epochFor(city.ring.epoch(), view), no: city.ring.head(), at: '' }),
            );
          greet(city, view, fold);
          for (const one of steps) {
            if (one.do === 'move') city.move(one.id, one.facts);
            else if (one.do === 'publish') city.publish();
            else if (one.do === 'renew') city.renew();
            else if (one.do === 'beat') beat();
            else if (one.do === 'reload') {
              fold.epoch = null;
              greet(city, view, fold);
            } else if (one.do === 'cut') {
              // The connection breaks in the middle of a picture; the next one begins with hello.
              for (const page of city.snapshot(view).slice(0, -1)) foldSnapshot(fold, page);
              greet(city, view, fold);
            } else
              for (const back of one.picks) {
                const frame = city.ring.after(Math.max(0, city.ring.head() - back - 1))?.[0];
                if (frame) answer(foldFrame(fold, cut(frame, view, '*')));
              }
          }
          // Quiet: all is published, and beats say where the head is.
          city.publish();
          beat();
          beat();
          const fresh = emptyFold();
          for (const page of city.snapshot(view)) foldSnapshot(fresh, page);
          expect(sorted(fold)).toEqual(sorted(fresh));
        },
      ),
      { numRuns: 1_000 },
    );
  },
);

const sorted = (fold: Fold): FrameRow[] => [...fold.rows.values()].sort((a, b) => a.id - b.id);

test('nothing that a wall must not show is in any frame or picture of it', () => {
  const view = viewOf(actors['wall']!.actor, 'wall');
  fc.assert(
    fc.property(
      fc.array(fc.record({ id: fc.integer({ min: 1, max: 5 }), facts }), { maxLength: 20 }),
      (moves) => {
        const city = makeCity(10, 100);
        for (const { id, facts: change } of moves) {
          city.move(id, change);
          city.publish();
        }
        const frames = (city.ring.after(0) ?? []).map((frame) => cut(frame, view, '*'));
        const rows = [
          ...frames.flatMap(({ upserts }) => upserts),
          ...city.snapshot(view).flatMap((page) => page.rows),
        ];
        for (const row of rows) {
          expect(row.wall).not.toBe('never');
          if (row.wall === 'town')
            expect([row.lng, row.lat, row.address, row.gridCode]).toEqual([null, null, null, null]);
        }
      },
    ),
  );
});

test('a client that may not read incidents gets what a wall gets, whatever it asks for', () => {
  expect(viewOf(actors['wall']!.actor, 'desk').wall).toBe(true);
  expect(viewOf(actors['desk']!.actor, 'desk').wall).toBe(false);
});
