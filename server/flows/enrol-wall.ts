import { createHash, randomBytes, randomInt } from 'node:crypto';
import { automatic, codeLength, codeLetters } from '#contracts/driven-wall.ts';
import type { EnrolBody, WallCode, WallEdit } from '#contracts/driven-wall.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { findForSignIn, insertAccounts, updateAccount } from '#store/accounts.ts';
import { record } from '#store/audit.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import { endSessions } from '#store/sessions.ts';
import { countTry, forgetTries } from '#store/sign-in-tries.ts';
import type { TryLimit } from '#store/sign-in-tries.ts';
import * as walls from '#store/walls.ts';
import type { WallRow } from '#store/walls.ts';
import { refuseStale } from './drive-walls.ts';
import { hashPassword } from './passwords.ts';
import { refuseLocked } from './sign-in.ts';

type Parts = { pool: Pool; wake: (topic: 'change') => void };
type By = { actor: Actor; now: Date };

const codeLivesMs = 10 * 60_000;
const mostCodes = 100;
const quarterHour = 15 * 60;
/** A screen asks each ten minutes; a house full of them stands behind one address. */
const asking: TryLimit = { attempts: 60, windowSeconds: quarterHour, lockSeconds: quarterHour };
const entering: TryLimit = { attempts: 10, windowSeconds: quarterHour, lockSeconds: quarterHour };

const hashed = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const newCode = (): string =>
  Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]).join('');

/** 登记码: for a screen that nobody knows; it shows the code and keeps `device` to itself. */
export async function askWallCode(pool: Pool, { ip, now }: { ip: string; now: Date }): Promise<WallCode> {
  refuseLocked(await countTry(pool, `wall-code/${ip}`, asking, now), now);
  const code = newCode();
  const device = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + codeLivesMs);
  await inTransaction(pool, '*', async (tx) => {
    const put = await walls.putCode(
      tx,
      { code: hashed(code), device: hashed(device), expiresAt },
      { now, most: mostCodes },
    );
    if (!put) throw new Refusal('too-many', '待登记的大屏过多，请十分钟后再试', { retryAfterSeconds: 600 });
  });
  return { code, device, expiresAt: expiresAt.toISOString() };
}

/** What became of a screen's code: still nobody's, or whose account the screen is from now on. */
export async function claimWall(pool: Pool, device: string, now: Date): Promise<Actor | null> {
  return inTransaction(pool, '*', async (tx) => {
    const found = await walls.claim(tx, hashed(device), now);
    if (!found) throw new Refusal('not-found', '登记码已过期，请使用新的登记码');
    if (found.account === null) return null;
    const account = await findForSignIn(tx, found.account);
    if (!account || account.disabled) throw new Refusal('not-found', '该大屏已停用，请重新登记');
    const { username, name, roles, unitCode, districtCode } = account;
    return { username, name, roles, unitCode, districtCode };
  });
}

/** The account of a new wall: only shows, and has a password that nobody knows. */
async function makeAccount(tx: Db, wallName: string, passwordHash: string, by: By): Promise<string> {
  const username = `daping-${randomBytes(4).toString('hex')}`;
  const account = {
    username,
    name: `大屏 ${wallName}`,
    roles: ['wall' as const],
    unitCode: null,
    districtCode: null,
    passwordHash,
    dutySeat: false,
    createdBy: by.actor.username,
  };
  if ((await insertAccounts(tx, [account], by.now)).length === 0)
    throw new Refusal('unavailable', '未能登记，请再试一次');
  return username;
}

/** The wall of this name gets another screen: the old one is signed out, what it has to show stays. */
async function moveWall(tx: Db, row: WallRow, group: string | null, by: By): Promise<string> {
  if (row.online)
    throw new Refusal('taken', `“${row.name}”正在线上，请换一个名称；确要更换主机的，请先关闭原来的画面`);
  await endSessions(tx, row.account);
  await walls.save(tx, row.id, { ...row, group, words: '更换主机，重新登记' }, { by: by.actor, now: by.now });
  return row.account;
}

/**
 * 登记大屏: the person at the desk has read the code off the screen. A name that is known and offline is taken over. Throws
 * not-found for a code that is wrong or too old, too-many after ten of them, taken for a name in use.
 */
export async function enrolWall(parts: Parts, body: EnrolBody, by: By): Promise<void> {
  const { code, name, group } = body;
  const tries = `wall-enrol/${by.actor.username}`;
  refuseLocked(await countTry(parts.pool, tries, entering, by.now), by.now);
  const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
  await inTransaction(parts.pool, '*', async (tx) => {
    const known = await walls.lockNamed(tx, name);
    const account = known
      ? await moveWall(tx, known, group, by)
      : await makeAccount(tx, name, passwordHash, by);
    if (!known) {
      const wall = {
        name,
        group,
        settings: { mmPerPx: null, tiles: null, quiet: null },
        state: automatic,
        words: '登记',
      };
      await walls.add(tx, account, wall, { by: by.actor, now: by.now });
    }
    if (!(await walls.acceptCode(tx, hashed(code), account, by.now)))
      throw new Refusal('not-found', '没有这个登记码，或已满 10 分钟失效；请按大屏上现在的登记码重新输入');
    await forgetTries(tx, [tries]);
    await audit(tx, by, 'wall.enrolled', account, { name, group });
  });
  parts.wake('change');
}

const audit = (
  tx: Db,
  { actor, now }: By,
  action: string,
  account: string,
  detail: Record<string, unknown>,
): Promise<void> => record(tx, { actor: actor.username, action, target: `account/${account}`, detail, now });

async function lockOne(tx: Db, id: number): Promise<WallRow> {
  const [row] = await walls.lock(tx, [id]);
  if (!row) throw new Refusal('not-found', '没有这块大屏，或已停用');
  return row;
}

/** 大屏设置: name, group, how it is built. */
export async function editWall(parts: Parts, id: number, edit: WallEdit, by: By): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx) => {
    const row = await lockOne(tx, id);
    refuseStale(row, edit.version);
    const { name, group, settings } = edit;
    const other = name === row.name ? null : await walls.lockNamed(tx, name);
    if (other) throw new Refusal('taken', `已有大屏名为“${name}”，请换一个名称`);
    await walls.save(
      tx,
      id,
      { ...row, name, group, settings, words: '修改设置' },
      { by: by.actor, now: by.now },
    );
    await audit(tx, by, 'wall.changed', row.account, { name, group, quiet: settings.quiet });
  });
  parts.wake('change');
}

/** 停用大屏: its sessions end and its account opens nothing any more; the screen shows a new code within seconds. */
export async function revokeWall(parts: Parts, id: number, by: By): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx) => {
    const row = await lockOne(tx, id);
    const account = await findForSignIn(tx, row.account);
    if (account) await updateAccount(tx, row.account, { ...account, disabled: true });
    const ended = await endSessions(tx, row.account);
    await walls.save(tx, id, { ...row, words: '停用', revoked: true }, { by: by.actor, now: by.now });
    await audit(tx, by, 'wall.revoked', row.account, { name: row.name, ended });
  });
  parts.wake('change');
}
