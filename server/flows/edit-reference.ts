import type { Actor } from '#contracts/people.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { editReference, revertReference } from '#store/reference.ts';

type Target = { kind: ReferenceKind; code: string };

/** 修改基础数据: from now on the city's own value, which no later release overwrites. Throws Refusal when it does not fit. */
export async function changeReference(
  parts: { pool: Pool },
  by: { actor: Actor },
  target: Target,
  body: Record<string, unknown>,
): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) =>
    editReference(tx, { ...target, body, actor: by.actor.username, now }),
  );
}

/** 恢复出厂值: the shipped value holds again. */
export async function restoreReference(
  parts: { pool: Pool },
  by: { actor: Actor },
  target: Target,
): Promise<void> {
  await inTransaction(parts.pool, '*', async (tx, now) =>
    revertReference(tx, { ...target, actor: by.actor.username, now }),
  );
}
