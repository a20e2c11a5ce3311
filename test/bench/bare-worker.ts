import { Worker } from 'bullmq';
import { Redis } from 'ioredis';

/** The baseline of delivery: a worker that does nothing, as wide as the program's own. */
const connection = new Redis(process.env['BARE_REDIS_URL']!, { maxRetriesPerRequest: null });
const worker = new Worker('bare', async () => undefined, {
  connection,
  prefix: process.env['BARE_PREFIX']!,
  concurrency: 200,
});
await worker.waitUntilReady();
process.stdout.write('ready\n');
process.on('SIGTERM', () => process.exit(0));
