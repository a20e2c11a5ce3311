import type { WarningMessage } from '#contracts/warning.ts';
import { foldMessages } from '#domain/warning.ts';
import type { Refused } from '#server/sources/source.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as quarantine from '#store/quarantine.ts';
import * as warnings from '#store/warnings.ts';
import type { DoorAnswer } from './answer.ts';
import { bodyHash } from './hash.ts';
import { keepItem } from './kept-text.ts';

export type WarningItem = { raw: unknown } & ({ message: WarningMessage } | { refused: Refused });
type Placed = { request: number; index: number; raw: unknown; message: WarningMessage };

/**
 * 预警接收: whole requests in one transaction: every message kept, the warning as all its messages say together, its
 * version and its change. The same key with another body is a conflict and changes nothing.
 */
export async function acceptWarnings(
  parts: { pool: Pool; vault: Vault },
  requests: (readonly WarningItem[])[],
): Promise<DoorAnswer[]> {
  const answers: DoorAnswer[] = requests.map(() => ({ accepted: 0, duplicates: 0, quarantined: [] }));
  const kept: quarantine.NewQuarantine[] = [];
  const refuse = (one: { request: number; index: number; raw: unknown }, refused: Refused): void => {
    answers[one.request]!.quarantined.push({
      index: one.index,
      code: refused.code,
      message: refused.message,
    });
    kept.push({ source: 'warning', eventId: null, ...refused, ...keepItem(parts.vault, 'warning', one.raw) });
  };
  const placed: Placed[] = [];
  requests.forEach((items, request) =>
    items.forEach((item, index) => {
      const one = { request, index, raw: item.raw };
      if ('message' in item) placed.push({ ...one, message: item.message });
      else refuse(one, item.refused);
    }),
  );
  await inTransaction(parts.pool, '*', async (tx, now) => {
    if (placed.length > 0) {
      const ids = await warnings.lockWarnings(
        tx,
        placed.map(({ message: { kind, issuer, number } }) => ({ kind, issuer, number })),
        now,
      );
      const outcomes = await warnings.addMessages(
        tx,
        placed.map(({ message }, i) => ({ warningId: ids[i]!, bodyHash: bodyHash(message), message })),
        now,
      );
      const touched = new Set<number>();
      placed.forEach((one, i) => {
        if (outcomes[i] === 'conflict') return refuse(one, conflict(one.message));
        answers[one.request]![outcomes[i] === 'new' ? 'accepted' : 'duplicates'] += 1;
        if (outcomes[i] === 'new') touched.add(ids[i]!);
      });
      const all = await warnings.messagesOf(tx, [...touched]);
      const states = [...all].map(([id, messages]) => ({ id, ...foldMessages(messages) }));
      await warnings.saveStates(tx, states, now);
    }
    await quarantine.keep(tx, kept, now);
  });
  for (const answer of answers) answer.quarantined.sort((a, b) => a.index - b.index);
  return answers;
}

const conflict = ({ issuer, number, revision, phase }: WarningMessage): Refused => ({
  code: 'key-conflict',
  message: '同一文号、同一次变更已有内容不同的预警，未覆盖原件，请核对',
  key: `${issuer}/${number}/${revision}/${phase}`,
  deviceId: null,
});
