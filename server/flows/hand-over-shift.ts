import type { HandoverText } from '#contracts/duty.ts';
import { Refusal } from '#contracts/errors.ts';
import type { Reference } from '#contracts/reference.ts';
import { handoverText } from '#domain/handover.ts';
import { warningName } from '#domain/warning.ts';
import { record } from '#store/audit.ts';
import * as briefs from '#store/day-briefs.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool } from '#store/db.ts';
import * as handovers from '#store/handovers.ts';
import type { HandoverRow } from '#store/handovers.ts';
import * as warnings from '#store/warnings.ts';
import type { By } from './flow.ts';
import { matterOf } from './make-day-brief.ts';

type Parts = { pool: Pool; reference: () => Reference };
const dayMs = 24 * 3_600_000;
const mostLines = 12;

/** 交班拟稿: from what stands open, in danger, waiting and late at this moment. */
export async function beginHandover({ pool, reference }: Parts, by: By): Promise<HandoverRow> {
  return inTransaction(pool, '*', async (tx, now) => {
    const window = { from: new Date(now.getTime() - dayMs), to: now, now };
    const named = (rows: briefs.DayMatter[]) => rows.map((row) => matterOf(row, reference()));
    const standing = await warnings.standing(tx, now);
    const text = handoverText({
      now,
      counts: await handovers.facts(tx, now),
      important: named(await briefs.important(tx, window, mostLines)).filter(
        ({ closedAt }) => closedAt === null,
      ),
      late: named(await briefs.late(tx, window, mostLines)),
      warnings: standing.map((row) => `${row.issuer} ${warningName(row, '')}`.trim()),
    });
    const row = await handovers.add(tx, text, by.actor, now);
    if (!row) throw new Refusal('wrong-status', '已有一份交班记录尚未交接完，请先完成它');
    return row;
  });
}

async function lockOpen(tx: Db, id: number, version: number): Promise<HandoverRow> {
  const row = await handovers.lock(tx, id);
  if (!row) throw new Refusal('not-found', '没有这份交班记录');
  if (row.state === 'signed') throw new Refusal('wrong-status', `该交班已由${row.toName}接班签字，不能再改`);
  if (row.version !== version) throw new Refusal('stale-version', '交班记录刚有更新，请核对后再提交');
  return row;
}

/** Only the one who goes edits and gives; what was given waits as it was signed. */
async function lockOwn(tx: Db, by: By, id: number, version: number): Promise<HandoverRow> {
  const row = await lockOpen(tx, id, version);
  if (row.state === 'given') throw new Refusal('wrong-status', `${row.fromName}已签字交班，等接班人签字`);
  if (row.fromBy !== by.actor.username)
    throw new Refusal('not-allowed', `这份交班记录由${row.fromName}填写，请本人修改和签字`);
  return row;
}

export async function editHandover(
  { pool }: Pick<Parts, 'pool'>,
  by: By,
  id: number,
  { version, text }: { version: number; text: HandoverText },
): Promise<HandoverRow> {
  return inTransaction(pool, '*', async (tx) => {
    await lockOwn(tx, by, id, version);
    return handovers.edit(tx, id, text);
  });
}

/** 交班签字. */
export async function giveShift(
  { pool }: Pick<Parts, 'pool'>,
  by: By,
  id: number,
  { version }: { version: number },
): Promise<HandoverRow> {
  return inTransaction(pool, '*', async (tx, now) => {
    await lockOwn(tx, by, id, version);
    await sign(tx, by, id, 'handover.give', now);
    return handovers.give(tx, id, now);
  });
}

/** 接班签字, by another person than the one who goes. */
export async function takeShift(
  { pool }: Pick<Parts, 'pool'>,
  by: By,
  id: number,
  { version }: { version: number },
): Promise<HandoverRow> {
  return inTransaction(pool, '*', async (tx, now) => {
    const row = await lockOpen(tx, id, version);
    if (row.state === 'draft') throw new Refusal('wrong-status', `${row.fromName}尚未签字交班`);
    if (row.fromBy === by.actor.username)
      throw new Refusal('not-allowed', '交班人和接班人不能是同一人，请接班的值班长用自己的账号签字');
    await sign(tx, by, id, 'handover.take', now);
    return handovers.take(tx, id, by.actor, now);
  });
}

async function sign(tx: Db, by: By, id: number, action: string, now: Date): Promise<void> {
  await record(tx, { actor: by.actor.username, action, target: `handover/${id}`, detail: {}, now });
}
