import { randomUUID } from 'node:crypto';
import { Refusal } from '#contracts/errors.ts';
import { dispatchIncident } from '#flows/dispatch-incident.ts';
import type { FlowParts } from '#flows/flow.ts';
import { signTask } from '#flows/sign-task.ts';
import { inTransaction, makePool } from '#store/db.ts';
import { sweepDeadlines } from '#workers/clock.ts';
import { sweepLadder } from '#workers/ladder.ts';
import type { Work } from '#workers/work.ts';
import { standClock } from './city-clock.ts';
import { by, makeCore } from './core.ts';
import type { Core } from './core.ts';
import { addIncident } from './rows.ts';
import { workOf } from './test-parts.ts';

export type Matter = { id: number; taskId: number };
export type Contender = readonly [name: string, act: () => Promise<unknown>];
export type Outcome = { won: string[]; refused: Refusal[] };

/** A city in which many act on one matter in the same moment, each on a connection of its own. */
export type RaceCity = {
  core: Core;
  parts: FlowParts;
  work: Work;
  unitCode: string;
  /** A matter of two working days that a unit has been given; `signed`: and has signed for. */
  given: (signed: boolean) => Promise<Matter>;
  /** What the next step of the desk, and of the unit, must carry. */
  versions: (matter: Matter) => Promise<{ desk: { version: number }; unit: { version: number } }>;
  /** The contenders at once, with two of each sweep beside them; the first of them is another one in each round. */
  race: (round: number, contenders: readonly Contender[]) => Promise<Outcome>;
  close: () => Promise<void>;
};

/** Somebody at the desk, and a worker of the unit, each with a name of their own. */
export const seat = (n: number): ReturnType<typeof by> => named(by('shift-leader'), `seat-${n}`);
export const worker = (unitCode: string, n: number): ReturnType<typeof by> =>
  named(by('field', unitCode), `worker-${n}`);
const named = ({ actor, scope }: ReturnType<typeof by>, username: string): ReturnType<typeof by> => ({
  actor: { ...actor, username, name: username },
  scope,
});

export async function raceCity(): Promise<RaceCity> {
  const core = await makeCore();
  await standClock(core, '2026-06-11T09:00');
  const pool = makePool(core.url, 12, 'race');
  const parts: FlowParts = { ...core, pool };
  const work: Work = { ...workOf(pool), reference: core.reference };
  const unitCode = '441202-zhujian';
  async function given(signed: boolean): Promise<Matter> {
    const id = await inTransaction(pool, '*', async (tx) => {
      const made = await addIncident(tx, { status: 'to-dispatch', title: '流浪狗追人' });
      await tx.query("update incident set category_code = 'dog-nuisance' where id = $1", [made]);
      return made;
    });
    await dispatchIncident(parts, seat(0), id, { version: 1, unitCode });
    const [task] = await core.rows<{ id: number; version: number }>('select id, version from task where incident_id = $1', [id]); // prettier-ignore
    const step = { actionId: randomUUID(), version: task!.version };
    if (signed) await signTask(parts, worker(unitCode, 0), task!.id, step);
    return { id, taskId: task!.id };
  }
  return {
    ...{ core, parts, work, unitCode, given },
    async versions({ id, taskId }) {
      const sql = 'select i.version as desk, t.version as unit from incident i, task t where i.id = $1 and t.id = $2'; // prettier-ignore
      const [row] = await core.rows<{ desk: number; unit: number }>(sql, [id, taskId]);
      return { desk: { version: row!.desk }, unit: { version: row!.unit } };
    },
    async race(round, contenders) {
      const first = round % contenders.length;
      const order = [...contenders.slice(first), ...contenders.slice(0, first)];
      const beside = [sweepDeadlines, sweepDeadlines, sweepLadder, sweepLadder].map((sweep) => sweep(work));
      const ended = await Promise.allSettled(order.map(([, act]) => act()));
      await Promise.all(beside);
      return outcomeOf(order, ended);
    },
    close: async () => {
      await pool.end();
      await core.close();
    },
  };
}

/** Who won. Whoever lost must have been refused in words: anything else is a fault and is thrown. */
function outcomeOf(order: readonly Contender[], ended: readonly PromiseSettledResult<unknown>[]): Outcome {
  const won = order.flatMap(([name], i) => (ended[i]!.status === 'fulfilled' ? [name] : []));
  const refused = ended.flatMap((one) => {
    if (one.status === 'fulfilled') return [];
    if (!(one.reason instanceof Refusal)) throw one.reason;
    return [one.reason];
  });
  return { won, refused };
}
