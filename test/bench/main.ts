import { Redis } from 'ioredis';
import { say } from '../../server/launch/say.mjs';
import { redisUrl } from '#test/support/stack.ts';
import { withClient } from '#test/support/template.ts';
import { callToTask } from './call-to-task.ts';
import { deadlines } from './deadlines.ts';
import { depth } from './depth.ts';
import { firstNotice } from './first-notice.ts';
import { firstPaint } from './first-paint.ts';
import { frozenTexts } from './frozen-texts.ts';
import { liveFeed } from './live-feed.ts';
import { matter } from './matter.ts';
import { mqttDoor } from './mqtt-door.ts';
import { groups } from './party-groups.ts';
import { ownPairs } from './own-pairs.ts';
import { queue } from './queue.ts';
import { rawText } from './raw-text.ts';
import { readWords } from './read-words.ts';
import { replay } from './replay.ts';
import { machine } from './report.ts';
import { searchAll } from './search.ts';
import { sensorDoor } from './sensor-door.ts';
import { toBrowser } from './to-browser.ts';
import { toInbox } from './to-inbox.ts';
import { toLink } from './to-link.ts';
import { wall } from './wall.ts';

type Row = (rounds: number, full: boolean) => Promise<boolean>;
const rows: Record<string, Row> = {
  door: sensorDoor,
  mqtt: mqttDoor,
  path: callToTask,
  link: toLink,
  notice: firstNotice,
  raw: rawText,
  depth,
  words: readWords,
  browser: toBrowser,
  live: liveFeed,
  inbox: toInbox,
  deadlines,
  search: searchAll,
  queue,
  replay,
  frozen: frozenTexts,
  groups,
  wall,
  first: firstPaint,
  pairs: ownPairs,
  matter,
};

async function describe(): Promise<string> {
  const redis = new Redis(redisUrl(), { maxRetriesPerRequest: 1 });
  const info = await redis.info('server');
  redis.disconnect();
  const postgres = await withClient(process.env['CHENGYUN_TEST_DATABASE_URL']!, async (client) => {
    const { rows: settings } = await client.query<{ words: string }>(
      `select split_part(current_setting('server_version'), ' ', 1) || ' (fsync ' || current_setting('fsync') ||
              ', synchronous_commit ' || current_setting('synchronous_commit') || ')' as words`,
    );
    return settings[0]!.words;
  });
  return machine(postgres, /^redis_version:(\S+)/m.exec(info)?.[1] ?? '?');
}

const words = process.argv.slice(2);
const full = words.includes('--full');
const only = words
  .find((word) => word.startsWith('--only='))
  ?.slice(7)
  .split(',');
const chosen = Object.entries(rows).filter(([name]) => !only || only.includes(name));
const rounds = full ? 5 : 3;

say(`bench: ${full ? 'long' : 'short'} form, ${rounds} rounds, each figure beside its baseline, A B A B`);
say(await describe());
const missed: string[] = [];
for (const [name, run] of chosen) if (!(await run(rounds, full))) missed.push(name);
say(missed.length === 0 ? '\nevery ratio keeps its bound' : `\nmissed: ${missed.join(', ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
