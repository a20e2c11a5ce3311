import { AggregatorRegistry, Gauge } from 'prom-client';
import { loopStates } from '#server/progress.ts';
import { lastBackup } from '#store/backups.ts';
import type { Pool } from '#store/db.ts';
import { backlogs, cityFacts } from '#store/ops.ts';
import { processes, workFigures } from '#store/processes.ts';
import { readGauges } from '#store/reconcile.ts';
import { registry } from './metrics.ts';

const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
  new Gauge({ name: `chengyun_${name}`, help, labelNames, registers: [registry] });

const sweep = gauge(
  'sweep',
  'Rows that a reconciliation found wrong; each is to be 0, or to fall by itself',
  ['check'],
);
const backlog = gauge('backlog', 'What waits: merge, ask, deliver, dead, quarantine, photo', ['queue']);
const oldest = gauge('backlog_oldest_seconds', 'How long the oldest of it has waited', ['queue']);
const unfired = gauge('deadlines_unfired', 'Deadlines that have passed and not yet fired');
const overdue = gauge('incidents_overdue', 'Open incidents past their time');
const feedNo = gauge('feed_frame_no', 'Number of the newest frame of the live feed');
const feedLag = gauge('feed_lag_seconds', 'Since the publisher last said that the feed is up to date');
const loopAge = gauge('loop_progress_age_seconds', 'Since a loop last made progress; an alarm from 30', [
  'process',
  'loop',
]);
const silent = gauge('processes_silent', 'Processes that ended without being told to, within a day');
const disk = gauge('disk_used_share', 'Share of a disk in use; an alarm from 0.8', ['process', 'disk']);
const backupAge = gauge('backup_age_seconds', 'Age of the newest backup; -1 when there is none');
const pool = gauge(
  'pool_connections',
  'Connections of this server to PostgreSQL, and callers that wait for one',
  ['state'],
);

/** Fills the gauges that are read from the database. One that is away must not take the other metrics with it. */
async function readCity(db: Pool): Promise<string> {
  const [found, queues, facts, all, backup, figures] = await Promise.all([
    readGauges(db),
    backlogs(db),
    cityFacts(db),
    processes(db),
    lastBackup(db),
    workFigures(db),
  ]);
  for (const { name: check, value } of found) sweep.set({ check }, value);
  for (const { id, count, since } of queues) {
    backlog.set({ queue: id }, count);
    oldest.set({ queue: id }, since === null ? 0 : (facts.now.getTime() - Date.parse(since)) / 1000);
  }
  unfired.set(facts.unfired);
  overdue.set(facts.overdue);
  feedNo.set(facts.feedNo);
  feedLag.set(facts.feedLagSeconds);
  silent.set(all.filter((one) => one.silent).length);
  for (const one of all.filter((other) => !other.silent)) {
    for (const { loop, ageSeconds } of one.loops) loopAge.set({ process: one.id, loop }, ageSeconds);
    for (const { name, usedShare } of one.disks) disk.set({ process: one.id, disk: name }, usedShare);
  }
  backupAge.set(backup?.ageSeconds ?? -1);
  return AggregatorRegistry.aggregate(figures as object[][]).metrics();
}

/**
 * What Prometheus reads from this server: its own figures, and those of the city as the database knows them. The city's
 * are the same on every server: take one, not the sum.
 */
export async function allMetrics(db: Pool): Promise<string> {
  for (const one of [sweep, backlog, oldest, loopAge, disk]) one.reset();
  pool.set({ state: 'open' }, db.totalCount);
  pool.set({ state: 'idle' }, db.idleCount);
  pool.set({ state: 'waiting' }, db.waitingCount);
  for (const { loop, ageSeconds } of loopStates()) loopAge.set({ process: 'this', loop }, ageSeconds);
  const work = await readCity(db).catch(() => '');
  return `${await registry.metrics()}\n${work}`;
}
