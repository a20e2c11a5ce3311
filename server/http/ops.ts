import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OpsState } from '#contracts/ops.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as ops from '#store/ops.ts';
import { route } from './route.ts';
import { sourceStates } from './support/source-states.ts';

const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {
  version: string;
};
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
        return {
          asOf: now.toISOString(),
          versions: {
            program: manifest.version,
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
          partitionsUntil: facts.partitionsUntil,
        };
      }),
  }),
];
