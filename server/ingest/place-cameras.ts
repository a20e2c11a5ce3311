import { placeInSight } from '#contracts/camera-sight.ts';
import type { Reference } from '#contracts/reference.ts';
import { dateText, dayOf } from '#domain/calendar.ts';
import { corrected, lateHours, learnedAfter } from '#domain/camera-clock.ts';
import { distanceM } from '#domain/geo.ts';
import { isHeldInStorm } from '#domain/storm.ts';
import type { Draft, Refused } from '#server/sources/source.ts';
import * as cameraClocks from '#store/camera-clocks.ts';
import type { CameraClock } from '#store/camera-clocks.ts';
import type { Pool } from '#store/db.ts';
import * as registry from '#store/registry.ts';
import type { Camera } from '#store/registry.ts';
import type { EventItem } from './accept-events.ts';

/** An alert that names a place this far beyond what its camera sees comes from a camera that was moved, or swapped. */
const movedM = 200;
/** How far off the place of an alert is when nobody has told what its camera sees. */
const untoldM = 50;

type Parts = { pool: Pool; reference: Reference; inStorm: (kind: string, now: Date) => boolean };

/** Reads alerts against the registry: place, private zone, installation, clock, and how many of a kind come at once. */
export async function placeCameras(
  { pool, reference, inStorm }: Parts,
  items: readonly EventItem[],
  now: Date,
): Promise<EventItem[]> {
  const drafts = items.flatMap((item) => ('draft' in item ? [item.draft] : []));
  if (drafts.length === 0) return [...items];
  const known = await registry.cameras(pool, [...new Set(drafts.map((draft) => draft.assetId!))]);
  const clocks = await knownClocks(pool, drafts);
  return items.map((item) => {
    if (!('draft' in item)) return item;
    const { draft } = item;
    const camera = known.get(draft.assetId!);
    readClock(draft, clocks.get(clockName(draft)), now);
    const refused = camera ? stand(draft, camera) : strange(draft);
    if (refused) return { raw: item.raw, source: draft.source, refused };
    weighStorm(draft, reference, inStorm, now);
    return item;
  });
}

const platformOf = (draft: Draft): string => String(draft.detail['platformId']);
const clockName = (draft: Draft): string => `${platformOf(draft)} ${draft.assetId}`;

async function knownClocks(pool: Pool, drafts: readonly Draft[]): Promise<Map<string, CameraClock>> {
  const cameras = drafts.map((draft) => ({ platformId: platformOf(draft), cameraId: draft.assetId! }));
  const rows = await cameraClocks.ofCameras(pool, cameras);
  return new Map(rows.map((row) => [`${row.platformId} ${row.cameraId}`, row]));
}

/** A clock that is a time zone late, as three alerts have said: the time is put right. Fewer only raise a doubt. */
function readClock(draft: Draft, known: CameraClock | undefined, now: Date): void {
  const late = draft.flags.includes('clock-ahead') ? 0 : lateHours(draft.observedAt, now);
  if (late > 0 || known) draft.clock = { platformId: platformOf(draft), lateHours: late };
  if (late === 0) return;
  const learned = known?.lateHours === late && known.times >= learnedAfter;
  draft.flags.push(learned ? 'clock-offset' : 'clock-doubt');
  if (learned) draft.observedAt = corrected(draft.observedAt, late);
}

/** A registered camera: without coordinates of its own the alert stands in what the camera sees, else where it stands. */
function stand(draft: Draft, camera: Camera): Refused | null {
  const refuse = (code: string, message: string): Refused => ({ code, message, key: draft.key, deviceId: draft.assetId }); // prettier-ignore
  const { lng, lat } = draft;
  const { sight } = camera;
  const farM = movedM + (sight?.rangeM ?? 0);
  if (lng === null || lat === null) {
    const { lng, lat } = camera;
    const place = sight ? placeInSight(camera, sight) : { lng, lat, accuracyM: untoldM };
    Object.assign(draft, { ...place, address: camera.name });
  } else if (distanceM({ lng, lat }, camera) > farM)
    return refuse('camera-moved', `告警位置距摄像登记点位超过 ${farM} 米，疑已移位，更新登记后自动补录`);
  if (camera.installedOn && dateText(dayOf(draft.observedAt)) < camera.installedOn)
    return refuse('before-install', `告警时间早于该摄像的安装日期 ${camera.installedOn}`);
  if (camera.masked) dropPicture(draft);
  return null;
}

/** A picture of a private zone is never stored nor fetched; the alert itself is kept. */
function dropPicture(draft: Draft): void {
  if (draft.photos.length === 0 && !draft.snapshotUrl) return;
  draft.photos.length = 0;
  draft.snapshotUrl = undefined;
  draft.pictureDropped = true;
  draft.flags.push('masked');
}

/** An unregistered camera: with coordinates of its own it is believed and flagged, without it stands nowhere. */
function strange(draft: Draft): Refused | null {
  if (draft.lng === null && draft.phase !== 'end') {
    const message = `摄像“${draft.assetId}”未登记且告警没有坐标，已留存，登记后自动补录`;
    return { code: 'unknown-device', message, key: draft.key, deviceId: draft.assetId };
  }
  draft.flags.push('unregistered');
  return null;
}

function weighStorm(draft: Draft, reference: Reference, inStorm: Parts['inStorm'], now: Date): void {
  const kind = String(draft.detail['kind']);
  if (draft.phase === 'end' || draft.history) return;
  const storm = inStorm(kind, now);
  const rule = reference.cameraKind.get(kind);
  if (storm && rule && isHeldInStorm(draft.confidence, rule.minConfidence)) draft.flags.push('storm');
}
