import { inTransaction } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { upsertSensors } from '#store/registry.ts';
import { testSecrets } from './chengyun.ts';
import { sendTickets } from './hotline.ts';

export type Traffic = {
  go: () => void;
  /** Resolves when so many more turns have been acknowledged. */
  sent: (turns: number) => Promise<void>;
  /** Resolves when nothing is on its way any more. */
  rest: () => Promise<void>;
  close: () => Promise<void>;
};

const everyMs = 400;
const devices = 40;
/** Each a matter of its own; further calls about one are more of the same. */
const places = Array.from({ length: 6 }, (_, i) => ({ lng: 112.42 + 0.02 * i, lat: 23.05 + 0.01 * (i % 2) }));

const register = (pool: Pool): Promise<unknown> =>
  inTransaction(pool, '*', (tx) =>
    upsertSensors(
      tx,
      Array.from({ length: devices }, (_, i) => ({
        id: `d${i}`,
        name: `监测点 ${i}`,
        kind: 'road-depth',
        lng: 112.4 + 0.005 * i,
        lat: 23.05,
        districtCode: null,
        departmentCode: null,
        groupCode: '',
        metrics: ['depth_m'],
      })),
      new Date(),
    ),
  );

/** One call and a reading of each device, below its threshold; true when the city has acknowledged both. */
async function sendTurn(url: string, turn: number): Promise<boolean> {
  const at = new Date().toISOString();
  const ticket = { platform: 'zq12345', ticketNo: `T-${turn}`, text: '路面积水很深，车辆熄火', ...places[turn % places.length], calledAt: at }; // prettier-ignore
  const readings = Array.from({ length: devices }, (_, i) => ({
    deviceId: `d${i}`,
    metric: 'depth_m',
    // Never twice the same: a value that comes back between two looks of the publisher is not told again.
    value: turn / 10_000 + i / 1_000_000,
    observedAt: at,
  }));
  const headers = {
    authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`,
    'content-type': 'application/json',
  };
  const answers = await Promise.all([
    sendTickets(url, [ticket]),
    fetch(`${url}/api/ingest/sensor`, { method: 'POST', headers, body: JSON.stringify({ readings }) }),
  ]).catch(() => []);
  return answers.length > 0 && answers.every(({ status }) => status === 202);
}

/** Calls and readings that keep coming in, over whatever becomes of the server; at rest until it is told to go. */
export async function startTraffic(pool: Pool, url: string): Promise<Traffic> {
  await register(pool);
  let [turn, sent, going, closed] = [0, 0, false, false];
  let sending: Promise<void> = Promise.resolve();
  const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, everyMs));
  const run = async (): Promise<void> => {
    while (!closed) {
      if (going) {
        sending = sendTurn(url, (turn += 1)).then((done) => void (sent += Number(done)));
        await sending;
      }
      await pause();
    }
  };
  const running = run();
  return {
    go: () => void (going = true),
    sent: async (turns) => {
      const wanted = sent + turns;
      while (sent < wanted) await pause();
    },
    rest: async () => {
      going = false;
      await sending;
    },
    close: async () => {
      closed = true;
      await running;
    },
  };
}
