import { Counter, Histogram, collectDefaultMetrics, register } from 'prom-client';

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
