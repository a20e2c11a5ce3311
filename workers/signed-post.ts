import { createHmac } from 'node:crypto';
import type { Mark } from '#store/city-mark.ts';
import { post } from '#workers/post.ts';
import type { Outcome, Work } from '#workers/work.ts';

/** Hard end of one attempt; far below the lease, so that nobody else sends meanwhile. */
const timeoutMs = 10_000;
/** Answers that say "later": timeout, early, too many. */
const passing = new Set([408, 425, 429]);
const markNames: Partial<Record<Mark, string>> = { demo: '演示', drill: '演练' };

export type SignedPost = {
  url: string;
  /** The receiver takes a key once. */
  key: string;
  fence: number;
  /** Whose secret signs it. */
  recipient: string;
  text: string;
};

/** Why nothing may leave from here at all: a demonstration or a drill (law 14); null in the real city. */
export function heldBack(mark: Mark): Outcome | null {
  const name = markNames[mark];
  return name === undefined ? null : { kind: 'refused', reason: `${name}数据不外发` };
}

/**
 * One JSON body to another system: `X-Signature` is HMAC-SHA256 over `<key>.<fence>.<body>` with the receiver's secret.
 * Never from a demonstration or a drill.
 */
export async function signedPost(
  work: Work,
  mark: Mark,
  { url, key, fence, recipient, text }: SignedPost,
): Promise<Outcome> {
  const held = heldBack(mark);
  if (held) return held;
  const signature = createHmac('sha256', work.webhookSecret(recipient)).update(`${key}.${fence}.${text}`);
  const answer = await post(url, {
    body: text,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Idempotency-Key': key,
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
  // A sign-in page or a portal answers 200 with HTML: nobody has taken it.
  if (status >= 200 && status < 300 && contentType.includes('html'))
    return { kind: 'again', reason: `对方返回网页而不是回执（${status}）` };
  if (status >= 200 && status < 300) return { kind: 'sent' };
  if (status >= 300 && status < 400) return { kind: 'dead', reason: `对方要求跳转（${status}），不予跟随` };
  if (status >= 400 && status < 500 && !passing.has(status))
    return { kind: 'dead', reason: `对方拒收（${status}）` };
  return { kind: 'again', reason: `对方暂时不可用（${status}）` };
}
