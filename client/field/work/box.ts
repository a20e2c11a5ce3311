import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';

/** What the unit asks about its own time. */
export type AskKind =
  'ask-extension' | 'ask-suspension' | 'withdraw' | 'resume' | 'appeal' | 'reply-supervision';
export type StepKind = 'sign' | 'arrive' | 'return' | 'report' | 'judge' | AskKind | 'new' | 'photo' | 'read';

/** One thing that the person did and that the server must hear, in the order in which it was done. */
export type Step = {
  seq?: number;
  /** Made on the phone; the server lets it take effect once, however often it is sent. */
  id: string;
  /** The account that did it; nobody else's session may send it. */
  owner: string;
  kind: StepKind;
  /** Steps of one chain go in order and wait for each other: `task:12`, `new:<id>`. */
  chain: string;
  taskId: number | null;
  body: Record<string, unknown>;
  /** Epoch milliseconds of the phone. */
  madeAt: number;
  /** waiting: will be sent; conflict: the server has a newer version; refused: the rules forbid it. */
  state: 'waiting' | 'conflict' | 'refused';
  tries: number;
  notBefore: number;
  /** Why it still waits, in Chinese. */
  message: string | null;
  /** 西江路蕉园村口积水. */
  title: string;
};

export type Stage = 'report' | 'before' | 'after' | 'scene';

/** A photo on the phone: already re-encoded (no EXIF), with its watermark drawn. */
export type Shot = {
  id: string;
  owner: string;
  chain: string;
  taskId: number | null;
  stage: Stage;
  blob: Blob;
  takenAt: string;
  lng: number | null;
  lat: number | null;
  sent: boolean;
};

interface BoxSchema extends DBSchema {
  steps: { key: number; value: Step };
  shots: { key: string; value: Shot; indexes: { chain: string } };
  /** Last known answers of the server and unfinished drafts, by `<owner>/<name>`. */
  kept: { key: string; value: unknown };
}
export type Box = IDBPDatabase<BoxSchema>;

/** 手机里的箱子: everything that must outlive a reload, a dead battery or a lost line. */
export function openBox(name = 'chengyun-field'): Promise<Box> {
  return openDB<BoxSchema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('steps', { keyPath: 'seq', autoIncrement: true });
      db.createObjectStore('shots', { keyPath: 'id' }).createIndex('chain', 'chain');
      db.createObjectStore('kept');
    },
  });
}

/** Stores steps in order, in one transaction; throws when the phone is full, and then nothing is stored. */
export async function addSteps(box: Box, steps: readonly Step[]): Promise<void> {
  const tx = box.transaction('steps', 'readwrite', { durability: 'strict' });
  await Promise.all([...steps.map((step) => tx.store.add(step)), tx.done]);
}

/** Stores a photo, and its upload when it has somewhere to go already. */
export async function addShot(box: Box, shot: Shot, upload: Step | null): Promise<void> {
  const tx = box.transaction(['shots', 'steps'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    tx.objectStore('shots').add(shot),
    upload ? tx.objectStore('steps').add(upload) : null,
    tx.done,
  ]);
}

/** All steps of one account, in the order in which they were made. */
export async function stepsOf(box: Box, owner: string): Promise<Step[]> {
  return (await box.getAll('steps')).filter((step) => step.owner === owner);
}

export async function shotsOf(box: Box, owner: string): Promise<Shot[]> {
  return (await box.getAll('shots')).filter((shot) => shot.owner === owner);
}

/** How many unsent steps each account has on this phone. */
export async function unsentByOwner(box: Box): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { owner } of await box.getAll('steps')) counts[owner] = (counts[owner] ?? 0) + 1;
  return counts;
}

/**
 * A step has taken effect: it goes, and the steps that were made on the same version follow the new one,
 * all in one transaction, so that a reload in between cannot send a stale version.
 */
export async function settleStep(box: Box, done: Step, version: number | null): Promise<void> {
  const tx = box.transaction(['steps', 'shots'], 'readwrite');
  const steps = tx.objectStore('steps');
  await steps.delete(done.seq!);
  if (done.kind === 'photo') {
    const shot = await tx.objectStore('shots').get(done.id);
    if (shot) await tx.objectStore('shots').put({ ...shot, sent: true });
  }
  if (version !== null)
    for (const step of await steps.getAll())
      if (step.chain === done.chain && step.seq! > done.seq! && step.body['version'] === done.body['version'])
        await steps.put({ ...step, body: { ...step.body, version } });
  await tx.done;
}

/** Stores what became of an attempt, unless the person has removed the step meanwhile. */
export async function keepStep(box: Box, step: Step): Promise<void> {
  const tx = box.transaction('steps', 'readwrite');
  if (await tx.store.get(step.seq!)) await tx.store.put(step);
  await tx.done;
}

/** Removes a step for good; a photo goes with its picture and leaves the reports that named it. */
export async function dropStep(box: Box, gone: Step): Promise<void> {
  const tx = box.transaction(['steps', 'shots'], 'readwrite');
  const steps = tx.objectStore('steps');
  await steps.delete(gone.seq!);
  if (gone.kind === 'photo') {
    await tx.objectStore('shots').delete(gone.id);
    for (const step of await steps.getAll())
      if (step.chain === gone.chain && Array.isArray(step.body['photoIds']))
        await steps.put({
          ...step,
          body: { ...step.body, photoIds: step.body['photoIds'].filter((id) => id !== gone.id) },
        });
  }
  await tx.done;
}

/** Pictures that are sent and whose chain is no longer in use. */
export async function clearShots(box: Box, owner: string, keep: (shot: Shot) => boolean): Promise<void> {
  const waiting = new Set((await stepsOf(box, owner)).map((step) => step.id));
  for (const shot of await shotsOf(box, owner))
    if (!waiting.has(shot.id) && !keep(shot)) await box.delete('shots', shot.id);
}
