import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { files, wallFile } from '../outside/lines.ts';
import type { ClientLine, DepartmentLine, PeopleLine, SentItem, WallLine } from '../outside/lines.ts';

/** What the outside world wrote down. */
export type Books = {
  client: ClientLine[];
  department: DepartmentLine[];
  /** One list for the wall at each server. */
  walls: WallLine[][];
  people: PeopleLine[];
};

/** Reads an append-only file of JSON lines. */
export function readLedger<Line>(file: string): Line[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Line);
}

export function readBooks(folder: string): Books {
  return {
    client: readLedger(path.join(folder, files.client)),
    department: readLedger(path.join(folder, files.department)),
    walls: readWalls(folder),
    people: readLedger(path.join(folder, files.people)),
  };
}

function readWalls(folder: string): WallLine[][] {
  const walls: WallLine[][] = [];
  for (let n = 0; existsSync(path.join(folder, wallFile(n))); n += 1)
    walls.push(readLedger(path.join(folder, wallFile(n))));
  return walls;
}

export type Requests = Map<number, { items: SentItem[]; door: string; acked: boolean; accepted: number }>;

/** Every request with what is known of it: whether it was acknowledged, and how many items were ever taken as new. */
export function requestsOf(lines: readonly ClientLine[]): Requests {
  const requests: Requests = new Map();
  for (const line of lines) {
    if (line.what === 'sent')
      requests.set(line.request, { items: line.items, door: line.door, acked: false, accepted: 0 });
    if (line.what !== 'acked') continue;
    const request = requests.get(line.request)!;
    request.acked = true;
    request.accepted += line.accepted;
  }
  return requests;
}
