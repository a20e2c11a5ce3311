import { createHash } from 'node:crypto';
import type { Draft } from '#server/sources/source.ts';
import { record } from '#store/audit.ts';
import * as cameraClocks from '#store/camera-clocks.ts';
import type { Db } from '#store/db.ts';
import * as events from '#store/events.ts';
import * as several from '#store/several.ts';
import * as snapshots from '#store/snapshots.ts';

type New = { eventId: number; draft: Draft };

/** What hangs on new events, in their own transaction: the ticket of further matters, pictures, pictures to fetch, pictures dropped, camera clocks. */
export async function keepExtras(tx: Db, fresh: readonly New[], now: Date): Promise<void> {
  const photos = fresh.flatMap(({ eventId, draft }) =>
    draft.photos.map((bytes) => ({
      eventId,
      bytes,
      sha256: createHash('sha256').update(bytes).digest(),
    })),
  );
  await events.addPhotos(tx, photos, now);
  await several.addMatters(tx, fresh.flatMap(matterOf), now);
  const urls = fresh.flatMap(({ eventId, draft }) =>
    draft.snapshotUrl ? [{ eventId, url: draft.snapshotUrl }] : [],
  );
  await snapshots.enqueue(tx, urls, now);
  await cameraClocks.remember(tx, clocksOf(fresh), now);
  await auditDropped(tx, fresh, now);
}

/** 一电多事: the event is a further matter of a ticket. */
function matterOf({ eventId, draft: { detail } }: New): several.NewMatter[] {
  const { platform, ticketNo, part } = detail;
  return typeof part === 'number'
    ? [{ eventId, platform: String(platform), ticketNo: String(ticketNo), part }]
    : [];
}

/** The last word on each camera's clock. */
function clocksOf(fresh: readonly New[]): Parameters<typeof cameraClocks.remember>[1] {
  const last = new Map<string, { platformId: string; cameraId: string; lateHours: number }>();
  for (const { draft } of fresh)
    if (draft.clock)
      last.set(`${draft.clock.platformId} ${draft.assetId}`, { ...draft.clock, cameraId: draft.assetId! });
  return [...last.values()];
}

/** Pictures of private zones that were not kept: counted for each camera where nobody can change the count. */
async function auditDropped(tx: Db, fresh: readonly New[], now: Date): Promise<void> {
  const counts = new Map<string, number>();
  for (const { draft } of fresh)
    if (draft.pictureDropped) counts.set(draft.assetId!, (counts.get(draft.assetId!) ?? 0) + 1);
  for (const [camera, pictures] of counts)
    await record(tx, {
      actor: 'system',
      action: 'camera.masked',
      target: `camera/${camera}`,
      detail: { pictures },
      now,
    });
}
