import express from 'express';
import pg from 'pg';

/**
 * The baseline of the sensor door: express, parse, one INSERT with a unique key, commit, 202. It knows no device, checks
 * nothing, watches nothing, and has one plain table.
 */
const pool = new pg.Pool({ connectionString: process.env['BARE_DATABASE_URL'], max: 12 });
type Reading = { deviceId: string; metric: string; value: number; observedAt: string; seq: number };

const app = express();
app.post('/readings', express.text({ type: () => true, limit: '5mb' }), async (req, res) => {
  const items = (req.body as string)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Reading);
  await pool.query({
    name: 'insert',
    text: `insert into bare_reading (device, metric, observed_at, seq, value)
           select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::float8[])
           on conflict do nothing`,
    values: [
      items.map((item) => item.deviceId),
      items.map((item) => item.metric),
      items.map((item) => item.observedAt),
      items.map((item) => item.seq),
      items.map((item) => item.value),
    ],
  });
  res.status(202).json({ accepted: items.length });
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`);
});
process.on('SIGTERM', () => process.exit(0));
