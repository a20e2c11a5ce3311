import { heldBack, signedPost } from '#workers/signed-post.ts';
import type { Channel } from '#workers/work.ts';

/**
 * 单位系统对接: the delivery as JSON to the unit's approved address. The body depends on the stored row alone: the same
 * key never comes with another body.
 */
export const channel: Channel = {
  id: 'webhook',
  title: '单位系统',
  kind: 'outside',
  send: async (work, delivery, mark) => {
    const url = work.reference().unit.get(delivery.recipient)?.webhookUrl;
    if (!url) return { kind: 'dead', reason: '该单位没有对接地址' };
    const held = heldBack(mark);
    if (held) return held;
    const { id, fence, recipient, taskId, incidentId, step, createdAt, body } = delivery;
    const text = JSON.stringify({
      deliveryId: id,
      unitCode: recipient,
      taskId,
      incidentId,
      step,
      createdAt: createdAt.toISOString(),
      title: body.title,
      severity: body.severity,
      ring: body.ring,
    });
    return signedPost(work, mark, { url, key: String(id), fence, recipient, text });
  },
};
