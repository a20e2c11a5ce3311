import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { makeCaller, pause } from './http.ts';
import type { Answer } from './http.ts';
import { openLedger } from './ledger.ts';
import { files } from './lines.ts';
import type { PeopleLine, Setup } from './lines.ts';

type Card = { id: number; version: number; status: string };

/**
 * Two people at work: a clerk who signs every third task (with an id of his own for each deed, sent until answered)
 * and an administrator whose edits are audited.
 */
export function startPeople(setup: Setup): { stop: () => Promise<void> } {
  const write = openLedger<PeopleLine>(path.join(setup.folder, files.people));
  const call = makeCaller(setup);
  const seen = new Set<number>();
  let working = true;

  async function untilAnswered(ask: () => Promise<Answer>): Promise<number> {
    for (let tries = 0; tries < 100; tries += 1) {
      const answer = await ask();
      if (answer !== null && answer.status < 500 && answer.status !== 429) return answer.status;
      await pause(400);
    }
    return 0;
  }

  async function sign({ id, version }: Card): Promise<void> {
    const action = randomUUID();
    write({ what: 'sign', action, task: id });
    const body = JSON.stringify({ actionId: action, version });
    const status = await untilAnswered(() =>
      call('POST', `/api/tasks/${id}/sign`, { cookie: setup.clerkCookie }, body),
    );
    write({ what: 'signed', action, status });
  }

  async function clerk(): Promise<void> {
    while (working) {
      const answer = await call('GET', '/api/tasks', { cookie: setup.clerkCookie });
      const cards = answer?.status === 200 ? (JSON.parse(answer.text) as { items: Card[] }).items : [];
      const fresh = cards.filter(({ id, status }) => status === 'to-sign' && !seen.has(id));
      for (const card of fresh.slice(0, 5)) {
        seen.add(card.id);
        if (card.id % 3 === 0) await sign(card);
      }
      await pause(1_000);
    }
  }

  /** An edit has no key of its own: one whose answer is lost is not sent again. */
  async function administrator(): Promise<void> {
    for (let n = 0; working; n += 1) {
      const mark = String(7_580_000 + n);
      write({ what: 'edit', mark });
      const body = JSON.stringify({
        code: 'zq-center',
        name: '肇庆市城市运行管理中心',
        type: 'center',
        level: 1,
        parentCode: null,
        districtCode: null,
        dispatchMode: 'dispatch',
        webhookUrl: null,
        dutyPhone: mark,
      });
      const headers = { cookie: setup.adminCookie };
      const answer = await call('PUT', '/api/reference/unit/zq-center', headers, body);
      write({ what: 'edited', mark, status: answer?.status ?? 0 });
      await pause(3_000);
    }
  }
  const running = [clerk(), administrator()];
  return {
    stop: async () => {
      working = false;
      await Promise.all(running);
    },
  };
}
