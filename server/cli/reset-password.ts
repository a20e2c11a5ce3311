import { parseArgs } from 'node:util';
import { machine } from '#contracts/people.ts';
import { resetPassword } from '#flows/change-password.ts';
import { readConfig } from '#server/config.ts';
import { findForSignIn } from '#store/accounts.ts';
import { cityNow, makePool } from '#store/db.ts';
import { readablePassword } from './readable-password.ts';

/**
 * npm run reset-password -- <account>
 * The way back in for whoever holds the machine when nobody can sign in who may reset passwords. As on 管理 → 账号: all
 * sessions end, a lock is lifted, the audit keeps a row.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [username = '', ...rest] = positionals.map((word) => word.toLowerCase());
  if (username === '' || rest.length > 0)
    throw new Error('用法：npm run reset-password -- <账号>，例如 npm run reset-password -- admin');
  const pool = makePool(readConfig().DATABASE_URL, 1, 'chengyun-reset-password');
  try {
    const account = await findForSignIn(pool, username);
    if (account === null) throw new Error(`没有账号“${username}”`);
    const next = readablePassword();
    await resetPassword(pool, { actor: machine, username, next, now: await cityNow(pool) });
    console.log(`账号 ${username}（${account.name}）的新密码：${next}`);
    console.log('只显示这一次，请登录后修改；原密码与已登录的会话已失效，已记入审计。');
    if (account.disabled) console.log('! 该账号已停用，仍不能登录：请由另一位安全管理员在 管理 → 账号 启用');
  } finally {
    await pool.end();
  }
}

try {
  await main();
} catch (error) {
  console.log(`密码未重置：${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
