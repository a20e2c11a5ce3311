import type { Db } from '#store/db.ts';

export type NewHop = {
  taskId: number;
  kind: 'pass-on' | 'reassign' | 'take-back' | 'send-back' | 'assign';
  unitCode: string;
  assigneeName: string | null;
  byName: string;
  note: string | null;
  /** Who takes his own back has it in hand already. */
  signedBy: string | null;
};

/** 每跳: one more; answers its number in the task. Lock the task first. */
export async function add(tx: Db, hop: NewHop, now: Date): Promise<number> {
  const { rows } = await tx.query<{ seq: number }>(
    `insert into task_hop (task_id, seq, kind, unit_code, assignee_name, at, by_name, note, signed_at, signed_by)
     select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5, $6, $7, case when $8::text is not null then $5::timestamptz end, $8
       from task_hop where task_id = $1
     returning seq`,
    [hop.taskId, hop.kind, hop.unitCode, hop.assigneeName, now, hop.byName, hop.note, hop.signedBy],
  );
  return rows[0]!.seq;
}

/** The last hop is signed for. */
export async function sign(tx: Db, taskId: number, by: string, now: Date): Promise<void> {
  await tx.query(
    `update task_hop set signed_at = $3, signed_by = $2
      where task_id = $1 and signed_at is null and seq = (select max(seq) from task_hop where task_id = $1)`,
    [taskId, by, now],
  );
}
