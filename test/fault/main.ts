import { runControls } from './controls/run.ts';
import { print } from './print.ts';
import { ledgerTest } from './ledger-test.ts';
import { redisServer } from './redis-server.ts';

/**
 * npm run fault: the ledger test, then the negative controls. Ends with 1 when anything was lost or doubled, and when
 * a control did not fail. `-- --full`: about twenty minutes, its faults in an order that `--seed=n` repeats; `--only=ledger|controls`: one half.
 */
const words = process.argv.slice(2);
const valueOf = (name: string): string | undefined =>
  words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = valueOf('only');
const full = words.includes('--full');
const seed = Number(valueOf('seed') ?? Date.now() % 1_000_000);
const redis = await redisServer(process.env['CHENGYUN_TEST_DATA_DIR'] ?? '', true);
let good = true;
if (only !== 'controls') good = await ledgerTest(redis, { full, seed });
const controlled = only === 'ledger' || (await runControls(redis));
print();
if (only !== 'controls')
  print(good ? '0 lost, 0 doubled' : 'FAILED: something was lost, doubled or wrong; see the table');
if (!controlled) print('FAILED: a negative control did not fail');
process.exitCode = good && controlled ? 0 : 1;
