import { byStep } from '#store/write-backs.ts';
import { signedPost } from '#workers/signed-post.ts';
import type { Channel } from '#workers/work.ts';

/** 热线回写: a signed answer to the platform that the ticket came from, under a key that the platform takes once. */
export const channel: Channel = {
  id: 'hotline',
  title: '上级热线平台',
  kind: 'outside',
  send: async (work, delivery, mark) => {
    const url = work.reference().hotlinePlatform.get(delivery.recipient)?.writeBackUrl;
    if (!url) return { kind: 'dead', reason: '该平台没有回写地址' };
    const row = await byStep(work.pool, delivery.step);
    if (row === null) return { kind: 'dead', reason: '没有这份答复' };
    const { id, platform, ticketNo, round, answer, answeredBy, answeredAt } = row;
    const text = JSON.stringify({
      platform,
      ticketNo,
      round,
      answer,
      answeredBy,
      answeredAt: answeredAt.toISOString(),
    });
    const { fence, recipient } = delivery;
    return signedPost(work, mark, { url, key: `write-back-${id}`, fence, recipient, text });
  },
};
