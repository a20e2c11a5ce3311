import type { z } from 'zod';
import { Refusal } from '#contracts/errors.ts';
import type { moveBodies } from '#contracts/desk.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { attachToIncident } from '#store/photos.ts';
import { moveIncident } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { assertNotOwnWork } from './judge-task.ts';
import { rework } from './rework.ts';
import { voidCheck } from './send-check.ts';

/** 审核: passes the unit's report on to inspection, or sends it back for rework. */
export async function reviewReport(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof moveBodies.review>,
): Promise<IncidentRow> {
  const move = body.pass ? 'review' : 'rework';
  return moveIncident(parts, by, { id, version: body.version, move }, async (step) => {
    if (!body.pass) return rework(step, whyNot(body.reason, '审核不通过'));
    return { words: `审核通过${body.reason ? `：${body.reason}` : ''}`, reason: body.reason || null };
  });
}

/** 核查: passes to closing, or sends back for rework. */
export async function inspectIncident(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.input<typeof moveBodies.inspect>,
): Promise<IncidentRow> {
  const move = body.pass ? 'inspect' : 'rework';
  return moveIncident(parts, by, { id, version: body.version, move }, async (step) => {
    await voidCheck(step, '已由值班台核查');
    if (!body.pass) return rework(step, whyNot(body.reason, '核查不通过'));
    await assertNotOwnWork(step, by.actor.username);
    const photoIds = [...new Set(body.photoIds ?? [])];
    if ((await attachToIncident(step.tx, photoIds, id, by.actor.username)) < photoIds.length)
      throw new Refusal('bad-input', '有照片尚未上传完成或不是图片，请重新上传');
    if (photoIds.length === 0 && (body.reason ?? '').trim().length < 2)
      throw new Refusal('bad-input', '请写明核查情况（看到了什么），或附一张照片');
    const photos = photoIds.length > 0 ? `（照片 ${photoIds.length} 张）` : '';
    return {
      words: `核查通过${body.reason ? `：${body.reason}` : ''}${photos}`,
      reason: body.reason || null,
      detail: { photoIds },
    };
  });
}

function whyNot(reason: string | undefined, what: string): string {
  if ((reason ?? '').trim().length < 4) throw new Refusal('bad-input', `${what}须写明理由，至少 4 个字`);
  return `${what}：${reason}`;
}
