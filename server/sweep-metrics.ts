import { Gauge } from 'prom-client';
import type { Pool } from '#store/db.ts';
import { readGauges } from '#store/reconcile.ts';
import { registry } from './metrics.ts';

const name = 'chengyun_sweep';

/** 对账 of the workers as a metric of this server: read from the database whenever somebody asks for /metrics. */
export function showSweeps(pool: Pool): void {
  registry.removeSingleMetric(name);
  new Gauge({
    name,
    help: 'Rows that a reconciliation sweep found wrong; each is to be 0, or to fall by itself',
    labelNames: ['check'],
    registers: [registry],
    async collect() {
      this.reset();
      // A database that is away must not take the other metrics with it.
      const found = await readGauges(pool).catch(() => []);
      for (const { name: check, value } of found) this.set({ check }, value);
    },
  });
}
