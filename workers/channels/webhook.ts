import { createHmac } from 'node:crypto';
import type { Mark } from '#store/city-mark.ts';
import type { Delivery } from '#store/deliveries.ts';
import { post } from '#workers/post.ts';
import type { Channel, Outcome, Work } from '#workers/work.ts';

/** Hard end of one attempt; far below the lease, so that nobody else sends meanwhile. */
const timeoutMs = 10_000;
/** Answers that say "later": timeout, early, too many. */
const passing = new Set([408, 425, 429]);

/**
 * 单位系统对接: the delivery as JSON to the unit's approved address. The body depends on the stored row alone: the same
 * key never comes with another body. `X-Signature` is HMAC-SHA256 over `<key>.<fence>.<body>` with the unit's secret.
 */
export const channel: Channel = {
  id: 'webhook',
  title: '单位系统',
  kind: 'outside',
  send: async (work, delivery, mark) => {
    const url = work.reference().unit.get(delivery.recipient)?.webhookUrl;
    if (!url) return { kind: 'dead', reason: '该单位没有对接地址' };
    // Nothing leaves a demonstration or a drill (law 14).
    if (mark === 'demo' || mark === 'drill')
      return { kind: 'refused', reason: `${markNames[mark]}数据不外发` };
    return send(work, { delivery, mark, url });
  },
};

const markNames = { demo: '演示', drill: '演练' } as const;

async function send(
  work: Work,
  { delivery, mark, url }: { delivery: Delivery; mark: Mark; url: string },
): Promise<Outcome> {
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
  const signature = createHmac('sha256', work.webhookSecret(recipient)).update(`${id}.${fence}.${text}`);
  const answer = await post(url, {
    body: text,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Idempotency-Key': String(id),
      'X-Fence': String(fence),
      'X-Signature': `sha256=${signature.digest('hex')}`,
    },
    // A test may speak to this machine, the real city to any but this machine.
    reach: mark === 'test' ? 'loopback' : 'network',
    signal: AbortSignal.any([work.stopping, AbortSignal.timeout(timeoutMs)]),
  });
  if (answer.kind === 'forbidden') return { kind: 'refused', reason: answer.reason };
  if (answer.kind === 'failed') return { kind: 'again', reason: answer.reason };
  return judge(answer.status, answer.contentType);
}

function judge(status: number, contentType: string): Outcome {
  // A sign-in page or a portal answers 200 with HTML: nobody has taken the task.
  if (status >= 200 && status < 300 && contentType.includes('html'))
    return { kind: 'again', reason: `对方返回网页而不是回执（${status}）` };
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status >= 300 && status < 400) return { kind: 'dead', reason: `对方要求跳转（${status}），不予跟随` };
  if (status >= 400 && status < 500 && !passing.has(status))
    return { kind: 'dead', reason: `对方拒收（${status}）` };
  return { kind: 'again', reason: `对方暂时不可用（${status}）` };
}
