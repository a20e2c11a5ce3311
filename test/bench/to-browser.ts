import type { Page } from 'playwright-core';
import { say } from '../../server/launch/say.mjs';
import { hashPassword } from '#flows/passwords.ts';
import { insertAccounts } from '#store/accounts.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { launchBrowser, openPage } from '#test/support/browser.ts';
import { actorOf } from '#test/support/people.ts';
import { until } from '#test/support/test-parts.ts';
import { openCity } from './city.ts';
import { oldIncidents } from './groups.ts';
import { load, percentile, rounded } from './report.ts';
import { stream } from './stream.ts';

const perSecond = 500;
/** What a duty officer may wait for, and how much of it other work on this machine may add before the run fails. */
const [boundMs, slackFactor] = [300, 2];

/** A row as it reached the page: incident, version, and the page's clock in epoch milliseconds. */
type Arrival = [incident: number, version: number, at: number];

/** Listens in on the page's own socket: what is noted is when a frame reached the page, not what it did with it. */
const noteFrames = `(() => {
  window.arrivals = [];
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', ({ data }) => {
        if (typeof data !== 'string' || !data.includes('"frame"')) return;
        const at = performance.timeOrigin + performance.now();
        const [, frame] = JSON.parse(data.slice(data.indexOf('[')));
        for (const row of frame.upserts) window.arrivals.push([row.id, row.version, at]);
      });
    }
  };
})()`;

const password = 'Kadu-Reme-4827';

/** The desk, signed in, its feed running. */
async function openDesk(pool: Pool, page: Page): Promise<void> {
  const account = { ...actorOf('operator'), dutySeat: false, createdBy: 'bench' };
  await insertAccounts(pool, [{ ...account, passwordHash: await hashPassword(password) }], new Date());
  await page.addInitScript(noteFrames);
  await page.goto('/desk');
  await page.getByLabel('账号').fill('a-operator');
  await page.getByLabel('密码').fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('在办').first().waitFor();
}

/**
 * Milliseconds from the acceptance of each event to the first row on the page that holds it: the version of its incident
 * that its line of history names. Acceptance is stamped before the commit, so the figure is on the safe side.
 */
async function delays(pool: Pool, arrivals: readonly Arrival[]): Promise<number[]> {
  const { rows } = await inTransaction(pool, '*', (tx) =>
    tx.query<{ incident: number; version: number; at: Date }>(
      `select l.incident_id as incident, h.version, e.accepted_at as at
         from link l join event e on e.accepted_on = l.accepted_on and e.id = l.event_id
         join lateral (select min(version) as version from history h where h.incident_id = l.incident_id
                          and (h.detail ->> 'eventId' = e.id::text or h.detail -> 'eventIds' @> to_jsonb(e.id))) h on true
        order by e.id`,
    ),
  );
  const seen = new Map<number, Arrival[]>();
  for (const one of arrivals) seen.set(one[0], [...(seen.get(one[0]) ?? []), one]);
  return rows.map(({ incident, version, at }) => {
    const shown = seen.get(incident)?.find(([, held]) => held >= version);
    return shown ? shown[2] - at.getTime() : Number.POSITIVE_INFINITY;
  });
}

/** 上屏时延: a committed event to its row in a browser, at a steady 500 events a second. No baseline: there is none like it. */
export async function toBrowser(_rounds: number, full: boolean): Promise<boolean> {
  const seconds = full ? 60 : 15;
  say(`\nCommit to browser: ${perSecond} events/s for ${seconds} s, the desk open in Chromium`);
  const city = await openCity('all', oldIncidents(500));
  const browser = await launchBrowser();
  try {
    const { page, close } = await openPage(browser, city.url, { expectedError: /401/ });
    await openDesk(city.pool, page);
    const warm = await stream(city.url, 0, { perSecond, seconds: 3 });
    await until('a row on the page', () => page.evaluate<boolean>('window.arrivals.length > 0'));
    const sent = await stream(city.url, warm, { perSecond, seconds });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const arrivals = await page.evaluate<Arrival[]>('window.arrivals');
    const all = (await delays(city.pool, arrivals)).slice(warm);
    const lost = all.filter((ms) => ms === Number.POSITIVE_INFINITY).length;
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => percentile(all, share)) as [
      number,
      number,
      number,
    ];
    const verdict =
      p95 <= boundMs ? 'kept' : p95 <= boundMs * slackFactor ? 'missed, within the slack' : 'MISSED';
    say(`commit to browser: p50 ${rounded(p50)} ms, p95 ${rounded(p95)} ms, p99 ${rounded(p99)} ms of ${sent} events, ${lost} never shown (p95 at most ${boundMs} ms): ${verdict}; ${load()}`); // prettier-ignore
    await close();
    return lost === 0 && all.length === sent && p95 <= boundMs * slackFactor;
  } finally {
    await browser.close();
    await city.close();
  }
}
