import type { WallLine } from '../outside/lines.ts';
import type { Books } from './books.ts';
import type { State } from './state.ts';
import { countBy, missing } from './verdict.ts';
import type { Verdict } from './verdict.ts';

type Picture = { epoch: string; no: number; rows: Map<number, number> };

/** What a wall that follows the contract holds after these lines, and every number that did not follow. */
export function foldWall(
  lines: readonly WallLine[],
): { held: Picture | null; frames: number } & Pick<Verdict, 'lost' | 'doubled'> {
  let held: Picture | null = null;
  let next = 0;
  let frames = 0;
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const line of lines) {
    if (line.what === 'page') {
      if (line.page === 0) [held, next] = [{ epoch: line.epoch, no: line.no, rows: new Map() }, 0];
      else if (line.page !== next) lost.push(`page ${next} of picture ${line.no}`);
      next = line.page + 1;
      for (const [id, version] of line.rows) held?.rows.set(id, version);
    }
    if (held === null) continue;
    if (line.what === 'resume' && (line.epoch !== held.epoch || line.fromNo !== held.no + 1))
      lost.push(`resumed from ${line.fromNo} after ${held.no}`);
    if (line.what !== 'frame') continue;
    frames += 1;
    if (line.epoch !== held.epoch) lost.push(`frame ${line.no} of another epoch`);
    else if (line.no <= held.no) doubled.push(`frame ${line.no} after ${held.no}`);
    else if (line.no > held.no + 1) lost.push(`frames ${held.no + 1} to ${line.no - 1}`);
    if (line.epoch !== held.epoch || line.no !== held.no + 1) continue;
    held.no = line.no;
    for (const [id, version, done] of line.rows) {
      if (version <= (held.rows.get(id) ?? 0)) continue;
      if (done) held.rows.delete(id);
      else held.rows.set(id, version);
    }
    for (const id of line.removals) held.rows.delete(id);
  }
  return { held, frames, lost, doubled };
}

const named = (rows: Iterable<readonly [number, number]>): string[] =>
  [...rows].map(([id, version]) => `incident ${id} version ${version}`);

/** What one wall holds at the end, beside a fresh snapshot of its server and the database. */
function oneWall(wall: readonly WallLine[], state: State): Omit<Verdict, 'promise'> {
  const { held, frames, lost, doubled } = foldWall(wall);
  const fresh = wall.findLast((line) => line.what === 'fresh');
  const mine = named(held?.rows ?? []);
  const theirs = named((fresh?.rows ?? []).map(([id, version]) => [id, version] as const));
  const truth = named(
    state.incidents
      .filter(({ open, wall: rule }) => open && rule !== 'never')
      .map(({ id, version }) => [id, version]),
  );
  return {
    counted: frames,
    lost: [
      ...lost,
      ...missing(theirs, new Set(mine)).map((one) => `not on the wall: ${one}`),
      ...missing(truth, new Set(theirs)).map((one) => `not in a fresh picture: ${one}`),
    ],
    doubled,
    wrong: [
      ...missing(mine, new Set(theirs)).map((one) => `still on the wall: ${one}`),
      ...(held !== null && fresh !== undefined ? [] : ['the walls saw no picture']),
    ],
  };
}

/** Frames whose number came to two walls with different words. */
function differing(walls: readonly (readonly WallLine[])[]): string[] {
  const known = new Map<string, string>();
  const found: string[] = [];
  for (const line of walls.flat()) {
    if (line.what !== 'frame') continue;
    const name = `frame ${line.no} of ${line.epoch}`;
    const body = JSON.stringify([line.rows, line.removals]);
    if ((known.get(name) ?? body) !== body) found.push(`${name} says two things`);
    known.set(name, body);
  }
  return found;
}

/** Numbers that no frame has, among those that are kept. */
function gaps(frames: State['frames']): string[] {
  return frames.flatMap(({ epoch, no }, i) => {
    const before = frames[i - 1];
    if (before === undefined || before.epoch !== epoch || no === before.no + 1) return [];
    return [`no frame between ${before.no} and ${no}`];
  });
}

/**
 * 9. The final state of the wall at each server is a fresh snapshot's, and the database's; no number applied twice,
 * none skipped, and a number means the same at every server.
 */
export function wallsAreTrue({ walls }: Books, state: State): Verdict {
  const each = walls.map((wall, n) => {
    const { counted, ...found } = oneWall(wall, state);
    const named = (cases: string[]): string[] => cases.map((one) => `wall ${n}: ${one}`);
    return { counted, lost: named(found.lost), doubled: named(found.doubled), wrong: named(found.wrong) };
  });
  return {
    promise: 'each wall shows what a fresh one shows',
    counted: each.reduce((sum, { counted }) => sum + counted, 0),
    lost: [...each.flatMap(({ lost }) => lost), ...gaps(state.frames)],
    doubled: each.flatMap(({ doubled }) => doubled),
    wrong: [...each.flatMap(({ wrong }) => wrong), ...differing(walls)],
  };
}

/** 10. The audit chain verifies; every deed is in it once, and every version of every incident is kept once. */
export function recordIsWhole({ people }: Books, state: State, chainFault: string | null): Verdict {
  const edits = countBy(state.edits, (mark) => mark);
  const acked = people.flatMap((line) => (line.what === 'edited' && line.status === 204 ? [line.mark] : []));
  const signed = people.flatMap((line) =>
    line.what === 'signed' && line.status === 200 ? [line.action] : [],
  );
  const versions = countBy(state.versions, ({ incident, version }) => `${incident} v${version}`);
  const wanted = state.incidents.flatMap(({ id, version }) =>
    Array.from({ length: version }, (_, n) => `${id} v${n + 1}`),
  );
  const signLines = [...countBy(state.signLines, (incident) => incident)];
  return {
    promise: 'the record is whole, and its chain holds',
    counted: edits.size + signed.length + wanted.length,
    lost: [
      ...missing(acked, new Set([...edits.keys()].map(String))).map(
        (mark) => `edit ${mark} without an audit row`,
      ),
      ...missing(signed, new Set(state.actions)).map((action) => `signature ${action}`),
      ...missing(wanted, new Set([...versions.keys()].map(String))).map((one) => `version ${one}`),
    ],
    doubled: [
      ...[...edits].filter(([, n]) => n > 1).map(([mark]) => `edit ${mark} twice`),
      ...[...versions].filter(([, n]) => n > 1).map(([one]) => `version ${one} twice`),
      ...signLines.filter(([, n]) => n > 1).map(([incident, n]) => `incident ${incident} signed ${n} times`),
    ],
    wrong: [
      ...(chainFault === null ? [] : [chainFault]),
      ...people.flatMap((line) =>
        line.what === 'signed' && line.status !== 200 && line.status !== 409
          ? [`signing got ${line.status}`]
          : [],
      ),
    ],
  };
}
