import { BulletinFields, bulletinName, openPointsIn } from '#contracts/bulletin.ts';
import { Refusal } from '#contracts/errors.ts';
import { record } from '#store/audit.ts';
import * as bulletins from '#store/bulletins.ts';
import type { BulletinRow } from '#store/bulletins.ts';
import { inTransaction } from '#store/db.ts';
import { stopDeadlines } from '#store/outgoing.ts';
import { lockDraft, noteBulletin } from './draft-bulletin.ts';
import type { By, FlowParts } from './flow.ts';

/**
 * 签发: a named person answers for the report, and from then on nobody can change it, the database included. The first
 * one stops the clock of the written report.
 */
export async function signBulletin(
  parts: FlowParts,
  by: By,
  id: number,
  { version }: { version: number },
): Promise<BulletinRow> {
  const row = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const [incident, draft] = await lockDraft(tx, id, version);
    const complete = BulletinFields.safeParse(draft.fields);
    if (!complete.success) throw new Refusal('bad-input', complete.error.issues[0]!.message);
    const signed = await bulletins.sign(tx, id, by.actor, now);
    await stopDeadlines(tx, 'bulletin', [incident.id], { kind: 'stage', stage: 'written' }, now);
    const open = openPointsIn(draft.fields);
    const words = `签发${bulletinName(draft)}${open > 0 ? `，尚有 ${open} 处待核` : ''}`;
    await noteBulletin(tx, by, incident.id, words, now);
    await record(tx, {
      actor: by.actor.username,
      action: 'bulletin.sign',
      target: `bulletin/${id}`,
      detail: { version: signed.version, note: `${incident.no} ${bulletinName(draft)}` },
      now,
    });
    return signed;
  });
  parts.wake('change');
  return row;
}
