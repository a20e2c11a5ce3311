import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';
import { auditHeads, verify } from '#store/audit.ts';
import type { AuditHead } from '#store/audit.ts';
import { makePool } from '#store/db.ts';

/**
 * tsx server/cli/verify-audit.ts [--heads kept.json] [--save kept.json]
 * Recomputes the audit chain; ends with 1 when a row is bad. `--save` writes the chain's heads to a file that
 * belongs outside this machine; `--heads` compares with such a file, which shows a tail that was cut off.
 */
const { values } = parseArgs({ options: { heads: { type: 'string' }, save: { type: 'string' } } });
const pool = makePool(readConfig().DATABASE_URL, 1, 'chengyun-verify-audit');
try {
  const heads = values.heads ? (JSON.parse(await readFile(values.heads, 'utf8')) as AuditHead[]) : [];
  const { rows, firstBad } = await verify(pool, undefined, heads);
  if (firstBad) {
    console.error(`审计链不完整：第 ${firstBad.stream} 链第 ${firstBad.seq} 条，${firstBad.why}`);
    process.exitCode = 1;
  } else {
    console.log(`审计链完整，共 ${rows} 条`);
    if (values.save) await writeFile(values.save, `${JSON.stringify(await auditHeads(pool), null, 1)}\n`);
  }
} finally {
  await pool.end();
}
