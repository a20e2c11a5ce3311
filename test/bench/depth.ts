import { say } from '../../server/launch/say.mjs';
import { bareTables } from './bare-loop.ts';
import { locatedPath } from './call-to-task.ts';
import { openCity } from './city.ts';
import type { BenchCity } from './city.ts';
import { stockOf } from './depth-stock.ts';
import { beginCourse, push, racePath } from './path.ts';
import type { Course, Path } from './path.ts';
import { spokenPath } from './raw-text.ts';
import { readsDuring } from './reads.ts';
import type { Reads } from './reads.ts';
import { load, rounded } from './report.ts';

const paths: readonly Path[] = [locatedPath, spokenPath];
/** What a report may read in a city of years, of what it reads in an empty one. */
const mostGrowth = 1.3;
const bareEvents = 20_000;
/** In the long form too: its time goes into the stock. */
const rounds = 3;
const countedSeconds = 10;

const count = (city: BenchCity, path: Path, course: Course): Promise<Reads> =>
  readsDuring(city.databaseUrl, async () => {
    const first = course.sent;
    await push(city, path, course, countedSeconds);
    return course.sent - first;
  });

/** What each path reads in a city where nothing stands, by its name. */
async function countEmpty(): Promise<Map<string, Reads>> {
  const found = new Map<string, Reads>();
  for (const path of paths) {
    const city = await openCity('all');
    try {
      const course = await beginCourse(city);
      await push(city, path, course, 2);
      found.set(path.name, await count(city, path, course));
      await path.check(city.pool, course);
    } finally {
      await city.close();
    }
  }
  return found;
}

/** Prints both with the tables that grew most; answers whether the growth keeps its bound. */
function judgeReads(name: string, empty: Reads, deep: Reads): boolean {
  const growth = deep.perEvent / empty.perEvent;
  const kept = growth <= mostGrowth;
  const grown = [...deep.byTable]
    .map(([table, reads]) => ({ table, reads, before: empty.byTable.get(table) ?? 0 }))
    .sort((a, b) => b.reads - b.before - (a.reads - a.before))
    .slice(0, 6)
    .map(({ table, reads, before }) => `${table} ${before.toFixed(1)} to ${reads.toFixed(1)}`);
  say(`${name}: ${rounded(empty.perEvent)} buffer reads an event in the empty city, ${rounded(deep.perEvent)} at depth, ${growth.toFixed(2)}x (at most ${mostGrowth}x): ${kept ? 'kept' : 'MISSED'}; ${load()}`); // prettier-ignore
  say(`  grown most: ${grown.join(', ')}`);
  return kept;
}

/** 深库: both paths once more where a city's years lie, against the same loop there, and what a report reads there. */
export async function depth(_rounds: number, full: boolean): Promise<boolean> {
  const stock = full ? { open: 200_000, closed: 1_000_000 } : { open: 20_000, closed: 100_000 };
  say(`\nDepth: located reports and raw text with ${rounded(stock.open)} open and ${rounded(stock.closed)} closed incidents before, over a year of days`); // prettier-ignore
  const empty = await countEmpty();
  const began = performance.now();
  const city = await openCity('all', stockOf(stock, bareTables));
  say(`  the stock was laid down in ${rounded((performance.now() - began) / 1000)} s; ${load()}`);
  try {
    const kept: boolean[] = [];
    let bare = 0;
    for (const path of paths) {
      const course = await beginCourse(city, bare);
      await push(city, path, course, 2);
      kept.push(judgeReads(path.name, empty.get(path.name)!, await count(city, path, course)));
      kept.push(await racePath(city, path, course, { rounds, seconds: path.seconds.short, bareEvents }));
      ({ bare } = course);
    }
    return kept.every(Boolean);
  } finally {
    await city.close();
  }
}
