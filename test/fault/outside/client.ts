import path from 'node:path';
import { makeCaller, pause } from './http.ts';
import { openLedger } from './ledger.ts';
import { files } from './lines.ts';
import type { ClientLine, Setup } from './lines.ts';
import { groupAt, parcelsOf, readings, sensorsOf } from './truth.ts';
import type { Parcel } from './truth.ts';

export type Client = {
  /** Registers the sensors; everything else begins with `load`. */
  begin: () => Promise<void>;
  load: () => void;
  /** No new problems; resolves when all that was sent is acknowledged, or two minutes have passed. */
  stop: () => Promise<void>;
  unacked: () => number;
};

const retryMs = 300;
const mostOpen = 80;
/** One request in so many is sent again after its acknowledgement. */
const againEvery = 12;

/** The sources of the city: sends until acknowledged, with the same bytes, and writes down every step before it. */
export function makeClient(setup: Setup): Client {
  const write = openLedger<ClientLine>(path.join(setup.folder, files.client));
  const call = makeCaller(setup);
  const headers = { authorization: `Bearer ${setup.ingestToken}` };
  const started: [string, number][] = [];
  let serial = 0;
  let open = 0;
  let giveUpAt = Infinity;
  let loading = false;
  const running: Promise<void>[] = [];

  /** One attempt; true when the request needs no other. */
  async function attempt(request: number, { door, body, items }: Parcel): Promise<boolean> {
    const answer = await call('POST', `/api/ingest/${door}`, headers, body);
    if (answer === null) {
      write({ what: 'unknown', request });
      return false;
    }
    const { status, text } = answer;
    if (status === 503 || status === 429) {
      write({ what: 'refused', request, status });
      return false;
    }
    const counts = status === 202 ? (JSON.parse(text) as { accepted: number; duplicates: number }) : null;
    if (counts === null || counts.accepted + counts.duplicates !== items.length) {
      write({ what: 'wrong', request, status, said: text.slice(0, 300) });
      // A server that is just going down may answer 500; only what was understood and not taken is final.
      return status < 500;
    }
    write({ what: 'acked', request, accepted: counts.accepted, duplicates: counts.duplicates });
    return true;
  }

  async function untilDone(request: number, parcel: Parcel): Promise<boolean> {
    while (Date.now() < giveUpAt) {
      if (await attempt(request, parcel)) return true;
      await pause(retryMs + Math.random() * retryMs);
    }
    return false;
  }

  async function send(parcel: Parcel): Promise<void> {
    const request = ++serial;
    write({ what: 'sent', request, door: parcel.door, items: parcel.items });
    open += 1;
    const done = await untilDone(request, parcel);
    if (!done) return;
    open -= 1;
    if (request % againEvery !== 0) return;
    await pause(500 + Math.random() * 2_500);
    write({ what: 'again', request });
    await untilDone(request, parcel);
  }

  async function report(n: number): Promise<void> {
    const group = groupAt(n);
    write({ what: 'group', group: n, matter: group.matter, lng: group.lng, lat: group.lat });
    // All at nearly the same time, over connections of their own: the worst case for the merge.
    await Promise.all(
      parcelsOf(group, Date.now()).map(async (parcel) => {
        await pause(Math.random() * 150);
        await send(parcel);
        if (parcel.door === 'sensor' && group.device !== null) started.push([group.device, n]);
      }),
    );
  }

  async function reportAll(): Promise<void> {
    for (let n = 0; loading && n < setup.mostGroups; n += 1) {
      running.push(report(n));
      await pause(1000 / setup.groupsPerSecond);
      while (loading && open > mostOpen) await pause(50);
    }
  }

  /** The ordinary readings of the last forty sensors, each second, in order. */
  async function readOn(): Promise<void> {
    while (loading) {
      const now = new Date().toISOString();
      if (started.length > 0) await send(readings(started.slice(-40), [now], false));
      await pause(1_000);
    }
  }

  return {
    begin: async () => {
      const body = JSON.stringify({ items: sensorsOf(setup.mostGroups) });
      for (let tries = 0; tries < 20; tries += 1) {
        const answer = await call('PUT', '/api/registry/sensors', headers, body);
        if (answer?.status === 200) return;
        await pause(500);
      }
      throw new Error('the sensors could not be registered');
    },
    load: () => {
      loading = true;
      running.push(reportAll(), readOn());
    },
    stop: async () => {
      loading = false;
      giveUpAt = Date.now() + 120_000;
      await Promise.all(running);
      // What was pushed meanwhile by a loop that was just ending.
      await Promise.all(running);
    },
    unacked: () => open,
  };
}
