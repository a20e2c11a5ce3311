import { Queue } from 'bullmq';
import { connect } from './control.ts';

/** Wrong on purpose: the task is committed, then handed to the queue, and nothing looks after it if that fails. */
const [databaseUrl = '', redisUrl = '', name = ''] = process.argv.slice(2);
const client = await connect(databaseUrl);
const queue = new Queue(name, { connection: { url: redisUrl, maxRetriesPerRequest: 1 } });
queue.on('error', () => undefined);
process.once('disconnect', () => process.exit(0));
for (;;) {
  const { rows } = await client.query<{ id: string }>('insert into c_task default values returning id::text');
  await queue.add('deliver', { id: rows[0]!.id }, { removeOnComplete: true, removeOnFail: true });
  await new Promise((resolve) => setTimeout(resolve, 3));
}
