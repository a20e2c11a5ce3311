import { Refusal } from '#contracts/errors.ts';
import { doneStatuses, statusNames } from '#contracts/incident.ts';
import type { Actor } from '#contracts/people.ts';
import type { Reference } from '#contracts/reference.ts';
import { canMove, moves, quietMoves } from '#domain/lifecycle.ts';
import type { MoveName } from '#domain/lifecycle.ts';
import { inTransaction } from '#store/db.ts';
import type { Db, Pool, Scope } from '#store/db.ts';
import type { Vault } from '#store/vault.ts';
import * as history from '#store/history.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow, Patch } from '#store/incidents.ts';
import { shownDueAt } from '#store/outgoing.ts';
import { cut } from '#text/normalise.ts';

/** What a flow needs of the world. */
export type FlowParts = {
  pool: Pool;
  vault: Vault;
  reference: () => Reference;
  wake: (topic: 'waiting' | 'change' | 'delivery' | 'deadline') => void;
};

/** What a move needs of them: it opens nobody's data. */
export type MoveParts = Pick<FlowParts, 'pool' | 'reference' | 'wake'>;

/** Who does it, and which rows that person may touch. */
export type By = { actor: Actor; scope: Scope };

export type Step = { tx: Db; now: Date; incident: IncidentRow; reference: Reference };

/** What a move changes besides the status, and the sentence that the timeline keeps. */
export type Done = { words: string; reason?: string | null; patch?: Patch; detail?: Record<string, unknown> };

/** Finds and locks an incident that the caller may see; refuses a version that somebody has moved on from since. */
export async function lockIncident(tx: Db, id: number, version: number | null): Promise<IncidentRow> {
  const incident = await incidents.lock(tx, id);
  if (!incident) throw new Refusal('not-found', '没有找到该案件，或不在您的管辖范围内');
  if (version === null || incident.version === version) return incident;
  const last = incident.version > version ? await history.lastSince(tx, id, version, quietMoves) : null;
  if (last || incident.version < version) {
    const who = last
      ? `${last.actorName}已于 ${clock(new Date(last.at))} 更新（${cut(last.words, 30)}）`
      : '该案件已有更新';
    throw new Refusal('stale-version', `${who}，请核对最新情况后再提交`, { version: incident.version });
  }
  return incident;
}

/**
 * Refuses a move that the life cycle does not know from here, in words that say where the incident stands. Words of
 * danger to life ring until a person has confirmed them; nothing is closed over them (law 13).
 */
export function assertCan(move: MoveName, incident: IncidentRow): void {
  const ends = move !== 'absorb' && doneStatuses.includes(moves[move].to);
  if (ends && incident.danger.length > 0)
    throw new Refusal(
      'wrong-status',
      `险情（${incident.danger.join('、')}）尚未确认，请先确认险情，再${moves[move].name}`,
    );
  if (canMove(move, incident.status)) return;
  throw new Refusal('wrong-status', `该案件当前为“${statusNames[incident.status]}”，不能${moves[move].name}`);
}

/**
 * 流转: one move in one transaction: lock, version, guard, work, the new row with its version, history and change.
 * Throws Refusal when it may not be; nothing is changed then.
 */
export async function moveIncident(
  parts: MoveParts,
  by: By,
  target: { id: number; version: number | null; move: MoveName },
  work: (step: Step) => Promise<Done>,
): Promise<IncidentRow> {
  const row = await inTransaction(parts.pool, by.scope, async (tx, now) => {
    const incident = await lockIncident(tx, target.id, target.version);
    assertCan(target.move, incident);
    return finish(
      tx,
      by.actor,
      { incident, move: target.move, to: moves[target.move].to, now },
      await work({ tx, now, incident, reference: parts.reference() }),
    );
  });
  parts.wake('change');
  parts.wake('delivery');
  return row;
}

/** The last step of every move: status and patch, the time that is shown now, one line of history. */
export async function finish(
  tx: Db,
  actor: Pick<Actor, 'username' | 'name'>,
  move: { incident: IncidentRow; move: string; to: IncidentRow['status']; now: Date },
  done: Done,
): Promise<IncidentRow> {
  const due = await shownDueAt(tx, move.incident.id);
  const patch: Patch = { status: move.to, ...(due ? { due_at: due } : {}), ...done.patch };
  const row = await incidents.save(tx, move.incident.id, patch, move.now);
  await note(tx, actor, { row, from: move.incident.status, move: move.move, now: move.now }, done);
  return row;
}

/** What happens beside the main line: one version more, one line of history, the status stays. */
export async function noteBeside(
  { tx, now, incident }: Pick<Step, 'tx' | 'now' | 'incident'>,
  by: Pick<By, 'actor'>,
  move: string,
  done: Done,
): Promise<IncidentRow> {
  const row = await incidents.save(tx, incident.id, done.patch ?? {}, now);
  await note(tx, by.actor, { row, from: incident.status, move, now }, done);
  return row;
}

/** One line of history for a row that was just saved. */
export async function note(
  tx: Db,
  actor: Pick<Actor, 'username' | 'name'>,
  { row, from, move, now }: { row: IncidentRow; from: IncidentRow['status'] | null; move: string; now: Date },
  done: Done,
): Promise<void> {
  const line = { incidentId: row.id, version: row.version, round: row.round, move, from, to: row.status };
  await history.add(
    tx,
    actor,
    [{ ...line, reason: done.reason ?? null, words: done.words, detail: done.detail ?? {} }],
    now,
  );
}

/** 10:32 in the city's time. */
export function clock(at: Date): string {
  return new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(at);
}
