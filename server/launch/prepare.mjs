import { run } from './processes.mjs';
import { Stop, say, step } from './say.mjs';

/**
 * Brings the database up to date (tables, reference data, geodata, first accounts) in a process of its own.
 * @param {{ root: string, env: Record<string, string | undefined>, demo: boolean }} wanted
 * @returns {Promise<string>}   how the database is marked: real, demo, drill or test
 */
export function prepareDatabase({ root, env, demo }) {
  return step('正在检查数据库与基础数据', async () => {
    const words = ['--import', 'tsx', 'server/cli/prepare.ts', ...(demo ? ['--demo'] : [])];
    let mark = '';
    const onLine = (/** @type {string} */ line) => {
      if (line.startsWith('mark=')) mark = line.slice('mark='.length);
      else if (line.startsWith('!')) say(`  ${line}`);
    };
    const { code, output } = await run(process.execPath, words, { cwd: root, env, onLine });
    if (code === 0 && mark) return mark;
    // Status 2: one sentence for the person; anything else shows what is needed to find the cause.
    const lines = output.trimEnd().split('\n');
    throw new Stop(code === 2 ? (lines.at(-1) ?? '') : `数据库准备失败：\n${lines.slice(-15).join('\n')}`);
  });
}
