import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics, register } from 'prom-client';

/** What Prometheus reads. Labels are routes, codes and sources; never a person, a number or a text. */
export const registry = register;
collectDefaultMetrics({ prefix: 'chengyun_' });

/** Figures of the workers. They listen on no port: these go to PostgreSQL, and every server shows their sum. */
export const workRegistry = new Registry();
const registers = [workRegistry];

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

export const mqttMessages = new Counter({
  name: 'chengyun_mqtt_messages_total',
  help: 'MQTT messages, acknowledged after their commit or left to come again',
  labelNames: ['outcome'],
});

export const refusedShare = new Gauge({
  name: 'chengyun_ingest_refused_share',
  help: 'Share of refused items at a door over the last minutes; an alarm from 0.01: has an upstream system changed its fields?',
  labelNames: ['source'],
});

export const bufferItems = new Gauge({
  name: 'chengyun_ingest_buffer_items',
  help: 'Items that wait in the buffers of the doors; at 40000 in one of them its callers get 503',
});

export const replays = new Counter({
  name: 'chengyun_quarantine_replays_total',
  help: 'Items sent again from quarantine, by what became of them',
  labelNames: ['outcome'],
});

export const linkSeconds = new Histogram({
  name: 'chengyun_link_seconds',
  help: 'From the acceptance of an event to its link with an incident, or to the question to a person',
  buckets: [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60, 300],
  registers,
});

export const excludeNetHits = new Counter({
  name: 'chengyun_exclude_net_hits_total',
  help: 'Batches refused by the net under the locks: each one is a bug',
  registers,
});

export const deliveryOutcomes = new Counter({
  name: 'chengyun_deliveries_total',
  help: 'Attempts to deliver, by channel and what became of them',
  labelNames: ['channel', 'outcome'],
  registers,
});

export const lateSeconds = new Histogram({
  name: 'chengyun_deadline_fired_late_seconds',
  help: 'How long after its instant a deadline fired',
  buckets: [0.5, 1, 2, 5, 15, 60, 600, 3600],
  registers,
});
