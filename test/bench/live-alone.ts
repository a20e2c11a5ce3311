import { makePool } from '#store/db.ts';
import { startLiveServer } from '#test/support/live-server.ts';
import { groupOf, groups } from './live-people.ts';

/** The live feed of the program in a process of its own, as it runs beside the doors. */
const pool = makePool(process.env['LIVE_DATABASE_URL']!, 12, 'bench-live');
const { port } = await startLiveServer(pool, (token) => groups[groupOf(token)]?.actor);
process.stdout.write(`http://127.0.0.1:${port}\n`);
process.on('SIGTERM', () => process.exit(0));
