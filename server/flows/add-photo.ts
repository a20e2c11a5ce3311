import { Refusal } from '#contracts/errors.ts';
import type { Actor } from '#contracts/people.ts';
import { inTransaction } from '#store/db.ts';
import type { Pool, Scope } from '#store/db.ts';
import { addRaw, countOf, incidentOfTask } from '#store/photos.ts';
import type { PhotoStage, PhotoState } from '#store/photos.ts';

/** Several reports of a task with at most nine photos each, and photos that wait for their report. */
const mostOfTask = 45;
const mostLoose = 45;

export type PhotoBody = {
  id: string;
  taskId?: number | undefined;
  stage: PhotoStage;
  takenAt?: string | undefined;
  lng?: number | undefined;
  lat?: number | undefined;
  bytes: Buffer;
  mime: string;
  sha256: Buffer;
  now: Date;
};

/**
 * 上传照片: keeps a photo as it came, unseen by anybody until the job has cleaned it. The id is made on the phone;
 * the same photo again changes nothing. Throws not-found (a task of others), taken (the id holds another photo),
 * bad-input (too many).
 */
export async function addPhoto(
  { pool, scope }: { pool: Pool; scope: Scope },
  actor: Actor,
  { now, taskId: task, takenAt, ...photo }: PhotoBody,
): Promise<PhotoState> {
  return inTransaction(pool, scope, async (tx) => {
    const taskId = task ?? null;
    const incidentId = taskId === null ? null : await incidentOfTask(tx, taskId);
    if (taskId !== null && incidentId === null)
      throw new Refusal('not-found', '没有这张工单，或已不在您的单位；照片请改用“报新情况”上报');
    const state = await addRaw(
      tx,
      {
        ...photo,
        taskId,
        incidentId,
        takenAt: takenAt === undefined ? null : new Date(takenAt),
        lng: photo.lng ?? null,
        lat: photo.lat ?? null,
        uploadedBy: actor.username,
      },
      now,
    );
    if (state === null) throw new Refusal('taken', '照片编号重复而内容不同，没有覆盖原照片；请重拍后再传');
    const most = taskId === null ? mostLoose : mostOfTask;
    if ((await countOf(tx, taskId, actor.username)) > most)
      throw new Refusal(
        'bad-input',
        `照片过多，${taskId === null ? '请先提交情况再拍' : '本单不再收新照片'}`,
      );
    return state;
  });
}
