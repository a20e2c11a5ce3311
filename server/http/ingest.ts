import { Refusal } from '#contracts/errors.ts';
import { DoorAnswer, allBad } from '#server/ingest/answer.ts';
import { readItems } from '#server/ingest/body.ts';
import { route } from './route.ts';

const doors = ['sensor', 'camera', 'hotline', 'report', 'vessel', 'vehicle'] as const;
const titles = {
  sensor: '传感读数',
  camera: '摄像智能告警',
  hotline: '热线工单',
  report: '人工上报',
  vessel: '船舶位置',
  vehicle: '车辆位置',
};

/** The ingest doors: JSON or NDJSON, answered after the commit. */
export const routes = doors.map((door) =>
  route({
    method: 'post',
    path: `/api/ingest/${door}`,
    right: 'ingest',
    summary: `接入：${titles[door]}`,
    answer: DoorAnswer,
    handle: async ({ body, req, res, doors: all }) => {
      const bytes = body as unknown as Buffer;
      const type = req.headers['content-type'] ?? 'application/json';
      if (!/json/i.test(type))
        throw new Refusal('bad-body', '内容类型须为 application/json 或 application/x-ndjson');
      const { source, take } = all.get(door)!;
      const answer = await take(readItems(bytes, type, source.list), bytes.length);
      res.status(allBad(answer) ? 422 : 202).json(answer);
      return undefined;
    },
  }),
);
