import { pino } from 'pino';
import { watchLoop } from '#server/progress.ts';
import { startWatchdog } from '#server/watchdog.ts';

// A process for the watchdog's own test: one loop that hangs, a blocked event loop, or nothing wrong.
const [fault = ''] = process.argv.slice(2);
const patience = 40;

startWatchdog(pino(), { tickMs: 20, blockedAfterTicks: patience });
const pulse = watchLoop('relay', patience);
if (fault === 'hangs') void pulse.turn(() => new Promise(() => undefined));
if (fault === 'fails' || fault === 'works') {
  setInterval(() => {
    const work = pulse.turn(() =>
      fault === 'works' ? Promise.resolve() : Promise.reject(new Error('away')),
    );
    work.catch(() => undefined);
  }, 50);
}
process.stdout.write('ready\n');
if (fault === 'blocks') for (;;);
setTimeout(() => process.exit(0), 3_000);
