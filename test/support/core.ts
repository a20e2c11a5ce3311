import { readCity } from '#geodata/city.ts';
import type { Actor, Role } from '#contracts/people.ts';
import type { Reference } from '#contracts/reference.ts';
import { makeDoors } from '#server/ingest/doors.ts';
import type { Door } from '#server/ingest/doors.ts';
import type { DoorAnswer } from '#server/ingest/answer.ts';
import { readGazetteer } from '#server/keep-gazetteer.ts';
import { mergeBatch } from '#server/merge/batch.ts';
import { Moved } from '#server/merge/moved.ts';
import type { MergeParts } from '#server/merge/parts.ts';
import type { Pool, Scope } from '#store/db.ts';
import { readReference } from '#store/reference.ts';
import type { Vault } from '#store/vault.ts';
import { freshPool, testVault } from './people.ts';

/** A whole city without sockets: doors, merge and flows over a database of its own, and the shipped reference data. */
export type Core = {
  pool: Pool;
  url: string;
  vault: Vault;
  reference: () => Reference;
  /** Reads again what people have edited meanwhile, as a running city does by itself. */
  reread: () => Promise<void>;
  wake: () => void;
  doors: ReadonlyMap<string, Door>;
  mergeParts: MergeParts;
  /** Sends items through a door, as one request. */
  send: (door: string, items: readonly unknown[]) => Promise<DoorAnswer>;
  /** Merges until nothing new waits. */
  merge: () => Promise<void>;
  /** Rows of a query, for looking behind the scenes. */
  rows: <T>(sql: string, args?: unknown[]) => Promise<T[]>;
  asOwner: (sql: string) => Promise<void>;
  close: () => Promise<void>;
};

/** On a database of its own, or on the one that `open` opens. */
export async function makeCore(open: typeof freshPool = freshPool): Promise<Core> {
  const { pool, url, asOwner, close } = await open();
  let kept = await readReference(pool);
  const reference = (): Reference => kept;
  const wake = (): void => undefined;
  const city = readCity('zhaoqing');
  const made = makeDoors({ pool, vault: testVault, bounds: city.bounds, reference, wake });
  const gazetteer = await readGazetteer(pool, city);
  const mergeParts: MergeParts = { pool, vault: testVault, reference, gazetteer: () => gazetteer, wake };
  return {
    pool,
    url,
    vault: testVault,
    reference,
    reread: async () => {
      kept = await readReference(pool);
    },
    wake,
    doors: made.doors,
    mergeParts,
    send: (door, items) => made.doors.get(door)!.take(items, JSON.stringify(items).length),
    merge: () => mergeAll(mergeParts),
    rows: async <T>(sql: string, args: unknown[] = []) => {
      const client = await pool.connect();
      try {
        await client.query("begin; set local app.scope = '*'");
        return (await client.query(sql, args)).rows as T[];
      } finally {
        await client.query('rollback');
        client.release();
      }
    },
    asOwner,
    close: async () => {
      await made.close();
      await close();
    },
  };
}

/** Runs batches until a turn finds nothing; a batch that the world moved under is tried again, as the loop does. */
export async function mergeAll(parts: MergeParts): Promise<void> {
  for (;;) {
    try {
      if ((await mergeBatch(parts)) === 0) return;
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
    }
  }
}

/** A person with the rows that the person may see. */
export function by(role: Role, unitCode: string | null = null): { actor: Actor; scope: Scope } {
  const actor: Actor = { username: `a-${role}`, name: role, roles: [role], unitCode, districtCode: null };
  return { actor, scope: unitCode === null ? '*' : { units: [unitCode], districts: [] } };
}

/** An instant some minutes ago, as the doors want it. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

let serial = 0;
/** A valid ticket; a test states only what matters to it. 七星岩 stands in 端州. */
export function ticket(over: Record<string, unknown> = {}): Record<string, unknown> {
  serial += 1;
  return {
    platform: 'zq12345',
    ticketNo: `T${serial}`,
    revision: 1,
    text: '路面水浸',
    lng: 112.462,
    lat: 23.052,
    calledAt: minutesAgo(1),
    ...over,
  };
}
export function alert(over: Record<string, unknown> = {}): Record<string, unknown> {
  serial += 1;
  return {
    platformId: 'cam',
    alarmId: `A${serial}`,
    cameraId: 'c1',
    kind: 'waterlogging',
    confidence: 0.95,
    observedAt: minutesAgo(1),
    lng: 112.462,
    lat: 23.052,
    ...over,
  };
}
