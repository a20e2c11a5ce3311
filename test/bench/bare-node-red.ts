import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';

/** What is used of Node-RED's own interface for programs that hold it. */
type Red = {
  init: (server: ReturnType<typeof createServer>, settings: object) => void;
  start: () => Promise<void>;
  events: { once: (name: 'flows:started', heard: () => void) => void };
};
const home = process.env['BARE_NODE_RED']!;
const RED = createRequire(path.join(home, 'package.json'))('node-red') as Red;
const pool = new pg.Pool({ connectionString: process.env['BARE_DATABASE_URL'], max: 12 });

RED.init(createServer(), {
  httpAdminRoot: false,
  httpNodeRoot: false,
  userDir: process.env['BARE_DIR'],
  flowFile: 'flows.json',
  functionGlobalContext: { pool },
  logging: { console: { level: 'error', metrics: false, audit: false } },
});
// Two seconds for its connection to the broker.
RED.events.once('flows:started', () => setTimeout(() => process.stdout.write('ready\n'), 2_000));
await RED.start();
process.on('SIGTERM', () => process.exit(0));
