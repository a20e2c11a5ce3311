import {
  ClaimBody,
  Claimed,
  DriveBody,
  EnrolBody,
  WallCode,
  WallEdit,
  WallList,
} from '#contracts/driven-wall.ts';
import type { Wall } from '#contracts/driven-wall.ts';
import { driveWalls } from '#flows/drive-walls.ts';
import { askWallCode, claimWall, editWall, enrolWall, revokeWall } from '#flows/enrol-wall.ts';
import { cityNow } from '#store/db.ts';
import type { Pool } from '#store/db.ts';
import { realNow } from '#store/sessions.ts';
import * as walls from '#store/walls.ts';
import { maskText } from '#text/mask.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { startSession } from './support/start-session.ts';

const listOf = async (pool: Pool): Promise<{ items: Wall[] }> => ({
  items: (await walls.list(pool)).map((row) => ({ ...row, changedAt: row.changedAt.toISOString() })),
});

export const routes = [
  route({
    method: 'post',
    path: '/api/wall-codes',
    right: 'public',
    summary: '大屏：未登记的屏幕取登记码',
    answer: WallCode,
    handle: async ({ pool, req }) => askWallCode(pool, { ip: req.ip ?? '', now: await cityNow(pool) }),
  }),
  route({
    method: 'post',
    path: '/api/wall-codes/claim',
    right: 'public',
    summary: '大屏：登记码被录入后领取只读会话',
    body: ClaimBody,
    answer: Claimed,
    handle: async ({ pool, req, body }) => {
      const actor = await claimWall(pool, body.device, await cityNow(pool));
      if (actor) await startSession(req, actor, await realNow(pool));
      return { enrolled: actor !== null };
    },
  }),
  route({
    method: 'get',
    path: '/api/walls',
    right: 'wall.drive',
    summary: '大屏列表：在线、画面、分辨率',
    answer: WallList,
    handle: ({ pool }) => listOf(pool),
  }),
  route({
    method: 'post',
    path: '/api/walls',
    right: 'wall.enrol',
    summary: '登记大屏',
    body: EnrolBody,
    answer: WallList,
    handle: async (call) => {
      await enrolWall(call, call.body, { actor: call.actor, now: await cityNow(call.pool) });
      return listOf(call.pool);
    },
  }),
  route({
    method: 'put',
    path: '/api/walls/:id',
    right: 'wall.enrol',
    summary: '大屏设置：名称、分组、拼接、点距',
    body: WallEdit,
    answer: WallList,
    handle: async (call) => {
      const by = { actor: call.actor, now: await cityNow(call.pool) };
      await editWall(call, idOf(call.params), call.body, by);
      return listOf(call.pool);
    },
  }),
  route({
    method: 'post',
    path: '/api/walls/:id/revoke',
    right: 'wall.enrol',
    summary: '停用大屏',
    answer: WallList,
    handle: async (call) => {
      await revokeWall(call, idOf(call.params), { actor: call.actor, now: await cityNow(call.pool) });
      return listOf(call.pool);
    },
  }),
  route({
    method: 'post',
    path: '/api/walls/drive',
    right: 'wall.drive',
    summary: '控制大屏：专题、视野、轮播、上墙、通知、测试画面',
    body: DriveBody,
    answer: WallList,
    handle: async (call) => {
      const { walls: targets, order } = call.body;
      // What hangs on a wall is read by everybody who walks by.
      const safe = order.kind === 'message' ? { ...order, text: maskText(order.text) } : order;
      await driveWalls(call, call, { walls: targets, order: safe });
      return listOf(call.pool);
    },
  }),
];
