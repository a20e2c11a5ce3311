import { fileURLToPath } from 'node:url';
import { parseArguments, usage } from './launch/args.mjs';
import { startCity } from './launch/city.mjs';
import { endRunning } from './launch/processes.mjs';
import { Stop, say } from './launch/say.mjs';
import { makeSupervisor } from './launch/supervise.mjs';

// Not import.meta.dirname: Debian's own Node 18 lacks it, and must live to hear that it is too old.
const root = fileURLToPath(new URL('..', import.meta.url));
const supervisor = makeSupervisor();
let stopSince = 0;

/** Ctrl-C: stops what was started, cleanly. A second one ends it at once. */
async function stop() {
  // npm passes a Ctrl-C on that the terminal has already sent us: one key press, two signals.
  if (stopSince && Date.now() - stopSince < 800) return;
  if (stopSince) {
    say('立即结束。');
    supervisor.kill();
    process.exit(130);
  }
  stopSince = Date.now();
  say('\n正在停止……（再按一次 Ctrl-C 立即结束）');
  await endRunning();
  await supervisor.stop();
  say('已停止。');
  process.exit(0);
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => void stop());

try {
  const options = parseArguments(process.argv.slice(2), process.env);
  if (options.help) say(usage);
  else await startCity({ root, options, supervisor });
} catch (error) {
  // While it is being stopped, a step that was cut short is no news.
  if (!stopSince) {
    say(
      error instanceof Stop
        ? `启动失败：${error.message}`
        : `启动失败：${String(error instanceof Error ? error.stack : error)}`,
    );
    await supervisor.stop();
    process.exit(1);
  }
}
