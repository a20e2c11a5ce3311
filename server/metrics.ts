import { Counter, Gauge, Histogram, collectDefaultMetrics, register } from 'prom-client';

/** What Prometheus reads. Labels are routes, codes and sources; never a person, a number or a text. */
export const registry = register;
collectDefaultMetrics({ prefix: 'chengyun_' });

export const httpSeconds = new Histogram({
  name: 'chengyun_http_seconds',
  help: 'Time from the request to its answer, by route',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
});

export const refusals = new Counter({
  name: 'chengyun_http_refusals_total',
  help: 'Refused calls, by code',
  labelNames: ['code'],
});

export const deviceFaults = new Counter({
  name: 'chengyun_device_faults_total',
  help: 'Values that a registered device cannot have measured, by device and metric',
  labelNames: ['device', 'metric'],
});

export const ingestItems = new Counter({
  name: 'chengyun_ingest_items_total',
  help: 'Items at the doors, by source and what became of them',
  labelNames: ['source', 'outcome'],
});

export const refusedShare = new Gauge({
  name: 'chengyun_ingest_refused_share',
  help: 'Share of refused items at a door over the last minutes; an alarm from 0.01: has an upstream system changed its fields?',
  labelNames: ['source'],
});
