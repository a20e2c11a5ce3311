import { Counter, Gauge } from 'prom-client';
import { registry } from '#server/metrics.ts';

export const blockedSeconds = new Gauge({
  name: 'chengyun_feed_blocked_seconds',
  help: 'How long an older transaction has held the live feed back; 0 when it runs',
  registers: [registry],
});
export const publishing = new Gauge({
  name: 'chengyun_feed_publishing',
  help: '1 on the one server that numbers the frames of the live feed, 0 on those that would follow it',
  registers: [registry],
});
export const liveClients = new Gauge({
  name: 'chengyun_live_clients',
  help: 'Open sockets of the live feed',
  registers: [registry],
});
export const snapshotsSent = new Counter({
  name: 'chengyun_live_snapshots_total',
  help: 'Snapshots sent, whatever made them needed',
  registers: [registry],
});
export const wallProofs = new Counter({
  name: 'chengyun_wall_proofs_total',
  help: 'Walls that were asked to prove what they show: the same as the city, different (and sent a new picture), or unsaid',
  labelNames: ['verdict'],
  registers: [registry],
});
export const slowClients = new Counter({
  name: 'chengyun_live_slow_clients_total',
  help: 'Clients cut off the frames because more than 1 MB waited for them',
  registers: [registry],
});
