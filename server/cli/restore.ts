import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { givenKeys, readConfig } from '#server/config.ts';
import { record, verify } from '#store/audit.ts';
import { cityNow, inTransaction, makePool } from '#store/db.ts';
import { listUnsent } from '#store/unsent.ts';
import { readTarget } from '#store/whole-city.ts';
import { loadFolder } from '#workers/folder.ts';
import { emptyQueues } from '#workers/queues.ts';
import type { Channel } from '#workers/work.ts';
import { keysInTheWay, putBack, recoveryKeyOf } from './backup/keep.ts';
import { checkCopy, restoreDatabase } from './backup/restore.ts';
import type { Copy } from './backup/restore.ts';
import { cityTime } from './city-time.ts';

/**
 * tsx server/cli/restore.ts <file> [--check] [--replace] [--yes]
 * Puts a copy back into an empty database. `--check` only opens and proves it. `--replace` takes away what is there,
 * after a word of confirmation, or with `--yes` without one.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, replace: { type: 'boolean' }, yes: { type: 'boolean' } },
});
const config = readConfig();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What the person must mend; one sentence. */
class Stop extends Error {}

const ask = async (question: string): Promise<string> => {
  if (!process.stdin.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(question);
  terminal.close();
  return answer.trim();
};

async function mayReplace(): Promise<boolean> {
  const target = await readTarget(config.DATABASE_URL);
  if (target.busy.length > 0)
    throw new Stop(`城运仍在使用该库（${target.busy.join('、')}），请先停止所有机器上的进程`);
  if (target.tables === 0) return false;
  const what = `目标库不是空库：有 ${target.tables} 张表、${target.events} 条来件（${target.mark ?? '不是城运的库'}）`;
  if (!values.replace) throw new Stop(`${what}。确要以备份取代，请加 --replace`);
  if (target.mark === null) throw new Stop(`${what}，不予取代，请换一个空库`);
  if (values.yes) return true;
  if (!process.stdin.isTTY)
    throw new Stop(`${what}，未确认，没有改动任何数据：请在终端输入“取代”，或加 --yes`);
  if ((await ask(`${what}，将全部由备份取代。请输入“取代”确认：`)) !== '取代')
    throw new Stop('未确认，没有改动任何数据');
  return true;
}

function tell({ manifest, bytes }: Copy): void {
  const rows = Object.values(manifest.counts).reduce((sum, n) => sum + n, 0);
  say(
    `备份完好：${(bytes / 2 ** 20).toFixed(1)} MB，${rows} 行，数据截至 ${cityTime(manifest.at)}，城运 ${manifest.program}`,
  );
}

async function restore(copy: Copy, recoveryKey: string): Promise<void> {
  const inTheWay = keysInTheWay(copy.files, givenKeys());
  if (inTheWay.length > 0)
    throw new Stop(`环境变量 ${inTheWay.join('、')} 与备份中的密钥不同，请先改正或去掉`);
  const replace = await mayReplace();
  const channels = await loadFolder<Channel>(
    path.join(import.meta.dirname, '../../workers/channels'),
    'channel',
  );
  const inside = channels.filter(({ kind }) => kind === 'inside').map(({ id }) => id);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'chengyun-restore-'));
  const listFile = path.join(folder, 'list');
  say('正在恢复（全部完成之前，原有数据不变）……');
  try {
    const { DATABASE_URL: databaseUrl } = config;
    const list = { path: listFile, write: (text: string) => writeFile(listFile, text) };
    await restoreDatabase({ databaseUrl, copy, recoveryKey, replace, inside, listFile: list });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  putBack(config.DATA_DIR, copy.files);
  await emptyQueues(
    config.REDIS_URL,
    config.CHENGYUN_QUEUE,
    channels.map(({ id }) => id),
  ).catch(() => say('! Redis 未能清空：不影响恢复，派送以数据库为准'));
  await prove(copy);
}

/** The audit chain against the heads in the copy; then what a person must look at. */
async function prove({ id, file, manifest }: Copy): Promise<void> {
  const pool = makePool(config.DATABASE_URL, 2, 'restore');
  try {
    const { rows, firstBad } = await verify(pool, undefined, manifest.auditHeads);
    if (firstBad) throw new Error(`审计链第 ${firstBad.stream} 链第 ${firstBad.seq} 条：${firstBad.why}`);
    const uncertain = await inTransaction(pool, '*', async (tx) => {
      const detail = { id, file, copiedAt: manifest.at };
      await record(tx, {
        actor: 'system',
        action: 'city.restore',
        target: 'city',
        detail,
        now: await cityNow(tx),
      });
      return (await listUnsent(tx, ['uncertain'], 1)).count;
    });
    say(`恢复完成：各表行数与备份一致，审计链完整（${rows} 条）。`);
    if (uncertain > 0)
      say(
        `! ${uncertain} 件外发在备份时尚未送出，是否已送达不明，不会自动重发：请在 管理 → 系统 → 未送达 核对`,
      );
    if (manifest.waiting > 0)
      say(`! ${manifest.waiting} 件来件在备份时尚未归并，恢复后照常归并派遣；备份之后若已派过，请与单位核对`);
    say('备份之后收到的来件不在其中，请通知各数据源重发。现在可以 npm start。');
  } finally {
    await pool.end();
  }
}

try {
  const [file] = positionals;
  if (!file) throw new Stop('用法：npm run restore -- <备份文件> [--check] [--replace [--yes]]');
  const recoveryKey = recoveryKeyOf(config, false)?.key ?? (await ask('恢复口令：'));
  if (!recoveryKey) throw new Stop('没有恢复口令：请放入 DATA_DIR/backup.key 或环境变量 CHENGYUN_BACKUP_KEY');
  const copy = await checkCopy(file, recoveryKey);
  tell(copy);
  if (!values.check) await restore(copy, recoveryKey);
} catch (error) {
  say(
    `${values.check ? '检查未通过' : '恢复失败'}：${error instanceof Error ? error.message : String(error)}`,
  );
  process.exitCode = 1;
}
