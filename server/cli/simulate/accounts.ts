import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Role } from '#contracts/people.ts';
import { Refused } from './api.ts';
import type { Api } from './api.ts';

export type AccountDraft = { username: string; name: string; roles: Role[]; unitCode?: string };
const Kept = z.object({ password: z.string() });
const keeper: AccountDraft = { username: 'yanshi-anquan', name: '演示账号管理', roles: ['security-admin'] };
const letters = 'ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';

/** One password for all people of the demonstration, kept for the owner of the data folder alone. */
export async function keptPassword(dataDir: string): Promise<string> {
  const file = path.join(dataDir, 'simulator.json');
  if (existsSync(file)) return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).password;
  const random = Array.from({ length: 24 }, () => letters[randomInt(letters.length)]).join('');
  const password = `Sim-7${random}`;
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, `${JSON.stringify({ password })}\n`, { mode: 0o600 });
  return password;
}

/** Signs in; null when there is no such account, or it is not ours any more. */
async function tryIn(api: Api, { username }: AccountDraft, password: string): Promise<string | null> {
  return api.signIn(username, password).catch((error: unknown) => {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  });
}

/** Makes an account; one that is there already, with a password that was lost, is given its password again. */
async function provide(api: Api, draft: AccountDraft, password: string, cookie: string): Promise<void> {
  try {
    await api.ask('POST', '/api/accounts', { cookie, body: { ...draft, password } });
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'taken') throw error;
    await api.ask('POST', `/api/accounts/${draft.username}/password`, { cookie, body: { password } });
  }
}

/** The account that makes the others; made by the administrator, the first time. */
async function keeperIn(api: Api, password: string, adminPassword: string | undefined): Promise<string> {
  const own = await tryIn(api, keeper, password);
  if (own !== null) return own;
  const admin = await api.signIn('admin', adminPassword ?? '').catch(() => {
    throw new Error('演示账号未能建立：管理员口令已更改。请把它写入 CHENGYUN_ADMIN_PASSWORD 后重新启动');
  });
  await provide(api, keeper, password, admin);
  return api.signIn(keeper.username, password);
}

/** Signs in as one of the demonstration's people, and makes the account when there is none yet. Answers the cookie. */
export async function enter(
  api: Api,
  draft: AccountDraft,
  password: string,
  adminPassword: string | undefined,
): Promise<string> {
  const own = await tryIn(api, draft, password);
  if (own !== null) return own;
  await provide(api, draft, password, await keeperIn(api, password, adminPassword));
  return api.signIn(draft.username, password);
}
