import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { defaultFile, dropOld, filesToKeep, keyFileOf, recoveryKeyOf } from './backup/keep.ts';
import { makeBackup } from './backup/make.ts';
import { cityTime } from './city-time.ts';

/**
 * tsx server/cli/backup.ts [--to file] [--keep n]
 * One consistent, sealed copy of everything. `--keep` then drops older copies of the same folder but the newest n.
 */
const { values } = parseArgs({ options: { to: { type: 'string' }, keep: { type: 'string' } } });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = readConfig();
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (keep !== null && !(Number.isInteger(keep) && keep >= 1))
    throw new Error('--keep 后面应为不小于 1 的整数');
  const { key, isNew } = recoveryKeyOf(config, true)!;
  const { file, bytes, manifest } = await makeBackup({
    databaseUrl: config.DATABASE_URL,
    file: values.to ?? defaultFile(config.DATA_DIR, new Date()),
    recoveryKey: key,
    cipher: config.CHENGYUN_CIPHER,
    files: filesToKeep(config),
    say,
  });
  const rows = Object.values(manifest.counts).reduce((sum, n) => sum + n, 0);
  say(`备份完成：${file}`);
  say(
    `  ${(bytes / 2 ** 20).toFixed(1)} MB，${rows} 行，数据截至 ${cityTime(manifest.at)}，审计链 ${manifest.auditHeads.length} 条链头已记入`,
  );
  if (keep !== null) {
    const dropped = dropOld(path.dirname(file), keep);
    if (dropped > 0) say(`  删除更早的备份 ${dropped} 个`);
  }
  // Never into a journal: a timer has no terminal.
  if (isNew && process.stdout.isTTY)
    say(`  恢复口令（只显示这一次，请抄录并与备份分开保管；遗失后备份无法打开）：\n    ${key}`);
  else say(`  恢复口令在 ${keyFileOf(config.DATA_DIR)}（备份中没有它，请另行保管）`);
}

try {
  await main();
} catch (error) {
  say(`备份失败：${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
