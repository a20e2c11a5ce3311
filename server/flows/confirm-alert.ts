import { Refusal } from '#contracts/errors.ts';
import { record } from '#store/audit.ts';
import * as alerts from '#store/alerts.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { By } from './flow.ts';

/** 确认监测告警: a named person has taken note; it stands until its readings fall back. Throws Refusal when it is confirmed or cleared. */
export async function confirmAlert(
  parts: { pool: Pool; wake: (topic: 'change') => void },
  by: By,
  id: number,
  note: string,
): Promise<void> {
  await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const alert = await alerts.lock(tx, id);
    if (!alert) throw new Refusal('not-found', '没有这条监测告警，或不在您的管辖范围内');
    if (alert.state === 'cleared') throw new Refusal('wrong-status', '该监测告警已恢复，无需确认');
    if (alert.state === 'acknowledged')
      throw new Refusal('wrong-status', `该监测告警已由${alert.acknowledgedName ?? '他人'}确认`);
    await alerts.acknowledge(tx, id, by.actor, now);
    await record(tx, {
      actor: by.actor.username,
      action: 'alert.confirm',
      target: `alert/${id}`,
      detail: { rule: alert.rule, deviceId: alert.deviceId, note },
      now,
    });
  });
  parts.wake('change');
}
