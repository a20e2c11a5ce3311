import type { Disk } from '#contracts/ops.ts';
import type { Db } from '#store/db.ts';

export type Loop = { loop: string; ageSeconds: number; stuck: boolean };
export type NewProcess = {
  id: string;
  part: 'server' | 'workers';
  host: string;
  pid: number;
  program: string;
  /** Seconds that it has run. */
  upSeconds: number;
  loops: readonly Loop[];
  disks: readonly Disk[];
  /** Metrics as prom-client gives them, for whichever server is asked. */
  figures: unknown;
};
export type ProcessRow = Omit<NewProcess, 'upSeconds' | 'figures'> & {
  startedAt: Date;
  seenAt: Date;
  silent: boolean;
};

/** A process that has not spoken for this long is silent. */
const silentAfterSeconds = 20;

/** Writes what a process says of itself; forgets those that have been silent for a day. */
export async function tellProcess(db: Db, one: NewProcess): Promise<void> {
  const { id, part, host, pid, program, upSeconds, loops, disks, figures } = one;
  await db.query(
    `with gone as (delete from process where seen_at < steady_now() - interval '1 day')
     insert into process (id, part, host, pid, program, started_at, seen_at, loops, disks, figures)
     values ($1, $2, $3, $4, $5, steady_now() - make_interval(secs => $6), steady_now(), $7, $8, $9)
     on conflict (id) do update set seen_at = excluded.seen_at, loops = excluded.loops, disks = excluded.disks,
       figures = excluded.figures`,
    [
      id,
      part,
      host,
      pid,
      program,
      upSeconds,
      JSON.stringify(loops),
      JSON.stringify(disks),
      JSON.stringify(figures),
    ],
  );
}

/** A process that was told to stop takes its row along: only the dead fall silent. */
export async function forgetProcess(db: Db, id: string): Promise<void> {
  await db.query('delete from process where id = $1', [id]);
}

/** All processes of the last day, those that are silent last. */
export async function processes(db: Db): Promise<ProcessRow[]> {
  const { rows } = await db.query<ProcessRow>(
    `select id, part, host, pid, program, started_at as "startedAt", seen_at as "seenAt", loops, disks,
            seen_at < steady_now() - make_interval(secs => $1) as silent
       from process order by silent, part, host, pid`,
    [silentAfterSeconds],
  );
  return rows;
}

/** The figures of the workers that are at work. */
export async function workFigures(db: Db): Promise<unknown[]> {
  const { rows } = await db.query<{ figures: unknown }>(
    `select figures from process
      where part = 'workers' and seen_at >= steady_now() - make_interval(secs => $1) order by id`,
    [silentAfterSeconds],
  );
  return rows.map(({ figures }) => figures);
}
