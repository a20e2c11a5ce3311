import { OpsState } from '#contracts/ops.ts';
import { programVersion } from '#server/program.ts';
import { lastBackup } from '#store/backups.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as ops from '#store/ops.ts';
import { processes } from '#store/processes.ts';
import { route } from './route.ts';
import { processStates } from './support/notices.ts';
import { sourceStates } from './support/source-states.ts';

const startedAt = new Date(performance.timeOrigin).toISOString();

export const routes = [
  route({
    method: 'get',
    path: '/api/ops/state',
    right: 'ops.read',
    summary: '系统运行状况：版本、数据源、积压、定时作业',
    answer: OpsState,
    handle: async ({ pool }): Promise<OpsState> =>
      inSnapshot(pool, '*', async (tx) => {
        const now = await cityNow(tx);
        const facts = await ops.databaseFacts(tx);
        const backup = await lastBackup(tx);
        return {
          asOf: now.toISOString(),
          versions: {
            program: programVersion,
            node: process.versions.node,
            postgresql: facts.postgresql,
            postgis: facts.postgis,
            reference: facts.reference,
          },
          startedAt,
          databaseBytes: facts.bytes,
          sources: await sourceStates(tx, now),
          backlogs: await ops.backlogs(tx),
          checks: await ops.lastChecks(tx),
          feed: { no: facts.feedNo, aliveAt: facts.feedAt?.toISOString() ?? null },
          jobs: await ops.jobRuns(tx),
          processes: processStates(await processes(tx)),
          lastBackup: backup && { at: backup.at.toISOString(), file: backup.file, bytes: backup.bytes },
          partitionsUntil: facts.partitionsUntil,
        };
      }),
  }),
];
