import { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import { DoorAnswer, allBad } from '#server/ingest/answer.ts';
import { mostItems, readItems } from '#server/ingest/body.ts';
import { sources } from '#server/ingest/doors.ts';
import { route } from './route.ts';

const titles: Record<string, string> = {
  sensor: '传感读数',
  camera: '摄像智能告警',
  hotline: '热线工单',
  report: '人工上报',
  vessel: '船舶位置',
  vehicle: '车辆位置',
  warning: '预警与应急响应（由发布单位发布，本系统只接收）',
};

/** The ingest doors: JSON or NDJSON, answered after the commit. */
export const routes = sources.map(({ id, list, item }) =>
  route({
    method: 'post',
    path: `/api/ingest/${id}`,
    right: 'ingest',
    summary: `接入：${titles[id]}`,
    body: z.object({ [list]: z.array(item).min(1).max(mostItems) }),
    answer: DoorAnswer,
    handle: async ({ body, req, res, doors }) => {
      const bytes = body as unknown as Buffer;
      const type = req.headers['content-type'] ?? 'application/json';
      if (!/json/i.test(type))
        throw new Refusal('bad-body', '内容类型须为 application/json 或 application/x-ndjson');
      const answer = await doors.get(id)!.take(readItems(bytes, type, list), bytes.length);
      res.status(allBad(answer) ? 422 : 202).json(answer);
      return undefined;
    },
  }),
);
