/** A mistake that the person at the terminal can mend: shown as one line, without a stack. */
export class Stop extends Error {}

// A closed terminal must not kill the launcher before it has stopped its children.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/**
 * One line to the person who started the program.
 * @param {string} line
 */
export function say(line) {
  try {
    process.stdout.write(`${line}\n`);
  } catch {
    // A file on a full disk throws; what is said matters less than the city that it is about.
  }
}

const numbers = { done: 0, all: 0 };

/**
 * Says how many steps there will be; from then on each one tells its number.
 * @param {readonly string[]} titles
 * @param {boolean} firstTime
 */
export function announceSteps(titles, firstTime) {
  numbers.all = titles.length;
  if (titles.length > 2)
    say(`${firstTime ? '首次约需一至数分钟，' : ''}共 ${titles.length} 步：${titles.join('、')}`);
}

/** Begins a step. @param {string} title */
export function sayStep(title) {
  numbers.done += 1;
  const number = numbers.done <= numbers.all ? `（${numbers.done}/${numbers.all}）` : '';
  say(`· ${number}${title}……`);
}

/**
 * Announces a long step and repeats how long it has taken, so that nobody thinks it hangs.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1000);
  sayStep(title);
  const ticking = setInterval(() => say(`  仍在进行，已用 ${seconds()} 秒`), 15_000);
  try {
    const result = await work();
    if (seconds() >= 2) say(`  完成，用时 ${seconds()} 秒`);
    return result;
  } finally {
    clearInterval(ticking);
  }
}
