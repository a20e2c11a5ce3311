import { CallAnswer } from '#contracts/call.ts';
import { isInBounds } from '#contracts/city.ts';
import { Refusal } from '#contracts/errors.ts';
import { FieldReportBody } from '#contracts/task.ts';
import { keyHash } from '#store/key-hash.ts';
import { noteActor } from '#store/actions.ts';
import { cityNow } from '#store/db.ts';
import { attachToEvent, stagesOf } from '#store/photos.ts';
import { eventOf, incidentOf } from '#store/waiting.ts';
import { route } from './route.ts';

/** The photos come before the report that names them; what was handled on the spot shows before and after. */
function assertPhotos(stages: readonly string[], wanted: number, selfHandled: boolean): void {
  if (stages.length < wanted) throw new Refusal('bad-input', '有照片尚未上传完成，请待照片上传后再提交');
  if (selfHandled && !(stages.includes('before') && stages.includes('after')))
    throw new Refusal('bad-input', '自行处置须有处置前、处置后照片各一张，请补拍后提交');
}

export const routes = [
  route({
    method: 'post',
    path: '/api/field/reports',
    right: 'report.create',
    summary: '报新情况：拍照、写一句、位置',
    body: FieldReportBody,
    answer: CallAnswer,
    handle: async ({ pool, body, doors, actor, city }) => {
      const { actionId, photoIds, lng, lat, ...said } = body;
      const ids = [...new Set(photoIds)];
      const reporterKind = actor.unitCode === null ? 'operator' : 'grid';
      const key = `${reporterKind}/${actionId}`;
      const before = await eventOf(pool, 'report', keyHash(key));
      if (before === null) {
        assertPhotos(await stagesOf(pool, ids, actor.username), ids.length, said.selfHandled);
        // A phone that believes itself in another city must not stop the report: its words say where.
        const at = lng !== undefined && lat !== undefined && isInBounds(city, lng, lat) ? { lng, lat } : {};
        const report = { reporterKind, reportNo: actionId, ...said, ...at };
        const answer = await doors.get('report')!.take([report], JSON.stringify(report).length);
        const [bad] = answer.quarantined;
        if (bad && bad.code !== 'key-conflict') throw new Refusal('bad-input', bad.message);
      }
      const eventId = before ?? (await eventOf(pool, 'report', keyHash(key)))!;
      // The event names no person; this row does, for whoever has to ask the reporter.
      await noteActor(pool, actionId, actor.username, { eventId }, await cityNow(pool));
      await attachToEvent(pool, ids, eventId, actor.username);
      // A phone waits for nothing: the merge says later where it belongs.
      const incidentId = await incidentOf(pool, eventId);
      return { eventId, incidentId, waiting: incidentId === null };
    },
  }),
];
