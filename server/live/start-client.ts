import type { Hello } from '#contracts/live.ts';
import type { Logger } from '#server/log.ts';
import type { Pool } from '#store/db.ts';
import { drained } from './clients.ts';
import type { Client } from './clients.ts';
import type { Follower } from './follower.ts';
import type { SightBook } from './in-sight.ts';
import { snapshotsSent } from './metrics.ts';
import { cut, epochFor, viewOf } from './picture.ts';
import type { View } from './picture.ts';
import type { Picture } from './snapshots.ts';
import { wireOf, write } from './wire.ts';

/** More missed frames than this are slower to replay than a new picture. */
const mostMissed = 1_200;
const retryMs = 1_000;

export type Stage = {
  pool: Pool;
  follower: Follower;
  picture: (view: View) => Promise<Picture>;
  sight: SightBook;
  log: Logger;
};

/** From the frames at hand to being live nothing is awaited, so no frame can fall in between. */
function goLive(
  { sight }: Stage,
  client: Client,
  view: View,
  frames: readonly Parameters<typeof cut>[0][],
): void {
  for (const frame of frames) write(client.socket, wireOf(cut(frame, view, sight.of(view))));
  client.state = 'live';
}

/** 问候: goes on where the client stopped when that is still at hand, else sends the whole picture. */
export async function startClient(stage: Stage, client: Client, hello: Hello): Promise<void> {
  const { ring } = stage.follower;
  client.turn += 1;
  const turn = client.turn;
  client.wanted = hello.view;
  const view = viewOf(client.actor, hello.view);
  client.view = view;
  client.state = 'loading';
  // When that fails its readings stay out of sight until they can be looked up.
  await stage.sight.open(view).catch(() => undefined);
  // It may have heard from another server what has not reached this one yet.
  if (hello.epoch === epochFor(ring.epoch(), view)) await stage.follower.reach(hello.lastNo);
  if (client.turn !== turn) return;
  const missed = hello.epoch === epochFor(ring.epoch(), view) ? ring.after(hello.lastNo) : null;
  if (missed === null || missed.length > mostMissed) return sendPicture(stage, client);
  client.socket.emit('resume', { epoch: epochFor(ring.epoch(), view), fromNo: hello.lastNo + 1 });
  goLive(stage, client, view, missed);
}

/** The whole picture, page by page as the client takes it, then the frames since; tries again until it is done. */
export async function sendPicture(stage: Stage, client: Client): Promise<void> {
  client.turn += 1;
  const turn = client.turn;
  client.state = 'loading';
  const { view, wanted, socket } = client;
  if (!view || !wanted) return;
  const given = (): boolean => !socket.connected || client.turn !== turn;
  while (!given()) {
    const picture = await stage.picture(view).catch((error: unknown) => {
      stage.log.warn({ client: socket.id, err: error }, 'a snapshot could not be read');
      return null;
    });
    if (given()) return;
    if (picture && (await sendPages(stage, client, picture, given))) return;
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

async function sendPages(
  stage: Stage,
  client: Client,
  picture: Picture,
  given: () => boolean,
): Promise<boolean> {
  const { follower } = stage;
  await follower.reach(picture.no);
  const follows = (): boolean =>
    follower.ring.epoch() === picture.feedEpoch && follower.ring.after(picture.no) !== null;
  // Not even worth sending when frames could not go on from it.
  if (given() || !follows()) return given();
  for (const page of picture.pages) {
    client.socket.emit('snapshot', page);
    if (!(await drained(client.socket))) client.socket.disconnect(true);
    if (given()) return true;
  }
  if (!follows() || !client.view) return false;
  snapshotsSent.inc();
  goLive(stage, client, client.view, follower.ring.after(picture.no) ?? []);
  return true;
}
