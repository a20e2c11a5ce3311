import { installNodePackages } from '../server/launch/packages.mjs';
import { endRunning } from '../server/launch/processes.mjs';
import { Stop, say } from '../server/launch/say.mjs';
import { check, longSuite, root, test } from './support/suites.mjs';

const [command = 'test', ...words] = process.argv.slice(2);

// A Ctrl-C reaches the suite itself through the terminal; here it only must not skip the clean-up.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void endRunning());

async function main() {
  await installNodePackages(root);
  if (command === 'check') return check();
  if (command === 'test') return test(words);
  if (command === 'bench' || command === 'fault' || command === 'pictures') return longSuite(command, words);
  throw new Stop(`unknown suite "${command}": test, check, bench, fault or pictures`);
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Stop ? error.message : String(error instanceof Error ? error.stack : error));
  if (command === 'test') say('0 passed, 1 failed');
  process.exitCode = 1;
}
