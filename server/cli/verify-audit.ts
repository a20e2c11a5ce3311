import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { auditHeads, verify } from '#store/audit.ts';
import type { AuditHead } from '#store/audit.ts';
import { makePool } from '#store/db.ts';

/**
 * npm run verify-audit -- [--heads kept.json] [--save kept.json]
 * Recomputes the audit chain. Status 0: whole; 1: a row is bad; 2: it could not be looked at. `--save` writes the
 * chain's heads to a file that belongs outside this machine; `--heads` compares with such a file, which shows a tail
 * that was cut off.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { heads: { type: 'string' }, save: { type: 'string' } } });
  const heads = values.heads ? (JSON.parse(await readFile(values.heads, 'utf8')) as AuditHead[]) : [];
  const pool = makePool(readConfig().DATABASE_URL, 1, 'chengyun-verify-audit');
  try {
    const { rows, firstBad } = await verify(pool, undefined, heads);
    if (firstBad) {
      console.log(`审计链不完整：第 ${firstBad.stream} 链第 ${firstBad.seq} 条，${firstBad.why}`);
      return 1;
    }
    console.log(`审计链完整，共 ${rows} 条，未被改动`);
    if (values.save) {
      await writeFile(values.save, `${JSON.stringify(await auditHeads(pool), null, 1)}\n`);
      console.log(`链头已写入 ${values.save}，请保存到别的机器，以后用 --heads 比对`);
    }
    return 0;
  } finally {
    await pool.end();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.log(`审计链未能校验：${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
