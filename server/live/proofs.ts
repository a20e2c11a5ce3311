import { WallProof } from '#contracts/wall-proof.ts';
import { headPast } from '#store/feed.ts';
import type { Horizon } from '#store/feed.ts';
import type { Client } from './clients.ts';
import { wallProofs } from './metrics.ts';
import { cut, epochFor } from './picture.ts';
import type { View } from './picture.ts';
import type { Screens } from './screens.ts';
import { sendPicture } from './start-client.ts';
import type { Stage } from './start-client.ts';
import { truthOf } from './truth.ts';
import type { Truth } from './truth.ts';

/** The feed publishes what stands in the database within a second or so; on an overloaded machine, in a few. */
const [catchUpMs, lookEveryMs] = [15_000, 250];
/** A page that is drawing may be slow to answer; one that is not heard by then has proved nothing. */
const answerMs = 10_000;

const nap = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A wall as it stood when it was asked; it counts only while that start of its feed lasts. */
type Asked = { client: Client; view: View; turn: number };
/** `same` null: two readings of the database do not agree at that frame, so nobody can be judged by them. */
type Found = {
  asked: Asked;
  proof: WallProof;
  at: string;
  same: boolean | null;
  city: ReturnType<Truth['sums']>;
};
type Look = { found: Found[]; truth: Truth | null };

const stands = ({ client, view, turn }: Asked): boolean =>
  client.socket.connected && client.state === 'live' && client.turn === turn && client.view?.key === view.key;

async function askProof(asked: Asked): Promise<WallProof | null> {
  const answer: unknown = await asked.client.socket
    .timeout(answerMs)
    .emitWithAck('prove')
    .catch(() => null);
  const proof = WallProof.safeParse(answer);
  return proof.success && stands(asked) ? proof.data : null;
}

/** Brings the truth on to frame `no`; false when the ring holds the frames to it no more. */
function bringTo(stage: Stage, truth: Truth, view: View, no: number): boolean {
  const frames = stage.follower.ring.after(truth.no());
  if (frames === null) return false;
  for (const frame of frames) if (frame.no <= no) truth.take(cut(frame, view, stage.sight.of(view)));
  return truth.no() === no;
}

/** Whether the wall showed this truth, which is brought on to its frame; null when that cannot be said. */
function judge(
  stage: Stage,
  { view }: Asked,
  proof: WallProof,
  truth: Truth,
  earlier: Truth | null,
): boolean | null {
  if (!bringTo(stage, truth, view, proof.no)) return null;
  const { rows, readings } = truth.sums();
  if (proof.rows === rows && proof.drawn === rows && proof.readings === readings) return true;
  if (earlier === null) return false;
  if (!bringTo(stage, earlier, view, proof.no)) return null;
  const before = earlier.sums();
  return before.rows === rows && before.readings === readings ? false : null;
}

/** The frame by which everything below `ceiling` was published; null when the feed does not come to it. */
async function caughtUp({ pool }: Stage, ceiling: Horizon): Promise<number | null> {
  for (let waited = 0; waited < catchUpMs; waited += lookEveryMs) {
    const head = await headPast(pool, ceiling);
    if (head !== null) return head;
    await nap(lookEveryMs);
  }
  return null;
}

/**
 * Asks walls of one view what they show, and compares it with the database, read anew: the picture first, then the walls
 * once the feed has caught up with it, then the frames from the picture to where each wall stood.
 */
async function lookAt(stage: Stage, walls: readonly Asked[], earlier: Truth | null): Promise<Look> {
  const { ring, aliveAt, reach } = stage.follower;
  const { view } = walls[0]!;
  const picture = await stage.picture(view);
  const head = await caughtUp(stage, picture.ceiling);
  if (head === null) return { found: [], truth: null };
  await reach(head);
  const at = aliveAt();
  if (at === null || ring.epoch() !== picture.feedEpoch || ring.head() < head)
    return { found: [], truth: null };
  const said = await Promise.all(
    walls.filter(stands).map(async (asked) => ({ asked, proof: await askProof(asked) })),
  );
  const truth = await truthOf(picture);
  const epoch = epochFor(picture.feedEpoch, view);
  const found: Found[] = [];
  for (const { asked, proof } of said.sort((a, b) => (a.proof?.no ?? 0) - (b.proof?.no ?? 0))) {
    if (proof === null) wallProofs.inc({ verdict: 'unsaid' });
    if (proof === null || ring.epoch() !== picture.feedEpoch) continue;
    // Who has let frames by that were sent before the question stands at another number or epoch.
    const apart = proof.epoch !== epoch || proof.no < head;
    const same = apart ? false : judge(stage, asked, proof, truth, earlier);
    found.push({ asked, proof, at, same, city: truth.sums() });
  }
  return { found, truth };
}

/** Walls by what they may see. */
function byView(walls: Iterable<Client>): Map<string, Asked[]> {
  const views = new Map<string, Asked[]>();
  for (const client of walls) {
    const { view, state, turn } = client;
    if (state !== 'live' || !view) continue;
    views.set(view.key, [...(views.get(view.key) ?? []), { client, view, turn }]);
  }
  return views;
}

/** The walls of one view; a difference is believed only when it stands at a second look. */
async function proveView(stage: Stage, walls: readonly Asked[]): Promise<Found[]> {
  const first = await lookAt(stage, walls, null);
  const doubted = first.found.filter(({ same }) => same === false).map(({ asked }) => asked);
  const second = doubted.length > 0 ? (await lookAt(stage, doubted, first.truth)).found : [];
  return [...first.found.filter(({ same }) => same === true), ...second];
}

/**
 * 画面核对: every wall of this server proves that it shows the city's picture (law 9). What differs from two readings of the
 * database that agree with each other is sent a new picture, and the desk is told.
 */
export async function proveWalls(stage: Stage, screens: Screens): Promise<void> {
  for (const walls of byView(screens.all()).values())
    for (const { asked, proof, at, same, city } of await proveView(stage, walls)) {
      wallProofs.inc({ verdict: same === null ? 'unsaid' : same ? 'same' : 'different' });
      if (same === null) continue;
      screens.noteCheck(asked.client, { ...proof, at, same });
      if (same) continue;
      const { id } = asked.client.socket;
      stage.log.warn({ client: id, proof, city }, 'a wall did not show the picture of the city');
      void sendPicture(stage, asked.client);
    }
}

/** Proves all walls again and again, `everyMs` after each round. */
export function keepProving(stage: Stage, screens: Screens, everyMs: number): { close: () => void } {
  let closed = false;
  let timer: NodeJS.Timeout;
  const later = (): void => {
    if (!closed) timer = setTimeout(() => void round().then(later), everyMs);
  };
  const round = (): Promise<void> =>
    proveWalls(stage, screens).catch((error: unknown) => {
      stage.log.warn({ err: error }, 'the walls could not be asked for proofs');
    });
  later();
  return {
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
