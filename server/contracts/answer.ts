import { z } from 'zod';
import type { Incident } from './incident.ts';
import type { RequestMatter } from './request.ts';
import type { Task } from './task.ts';

/** A blank that only a person can fill. An answer that still shows one is not sent. */
export function gap(what: string): string {
  return `（请填${what}）`;
}

/** What an answer still lacks, in words for the person who signs it; null when it can be sent as it stands. */
export function gapWords(text: string): string | null {
  const found = /（请填[^（）]*）|\{\w+\}/u.exec(text)?.[0];
  return found === undefined ? null : `答复里还留着“${found}”，请照实填写或删去这一句，再签发`;
}

/** 答复: what a caller is told, in a named person's words. */
export const AnswerText = z
  .string()
  .trim()
  .min(4, '答复至少 4 个字')
  .max(2000)
  .refine((text) => gapWords(text) === null, { error: ({ input }) => gapWords(String(input)) ?? undefined });

/** What is known of a matter when its callers are answered; `requests`: those whom the answer is for. */
export type AnsweredMatter = Pick<Incident, 'status' | 'round' | 'title' | 'address' | 'departmentName'> & {
  categoryName: string;
  tasks: readonly Pick<Task, 'round' | 'kind' | 'part' | 'status' | 'report'>[];
  requests: readonly { status: string; promisedAt: string | null }[];
};

/**
 * 套用模板: a template with all that is known put in. What nobody knows yet stays as a gap, so that no caller is told a
 * deed that nobody reported or a time that is past. `now`: milliseconds.
 */
export function filledTemplate(body: string, matter: AnsweredMatter, now: number): string {
  const known: Readonly<Record<string, string>> = {
    places: matter.address ?? matter.title,
    title: matter.title,
    category: matter.categoryName,
    unit: matter.departmentName ?? gap('承办单位'),
    result: acceptedReport(matter) ?? gap('处置情况'),
    time: replyTime(matter, now) ?? gap('回复时间'),
  };
  return body.replace(/\{(\w+)\}/gu, (whole, name: string) => known[name] ?? whole);
}

/** A report's words within a sentence that has a stop of its own. */
const withoutStop = (report: string): string => report.trim().replace(/[。．.；;！!]+$/u, '');

/**
 * 一电多事: one answer that names every matter of the call, in its order, with what its unit reported; what is not known
 * stays as a gap.
 */
export function partedAnswer(matters: readonly Pick<RequestMatter, 'title' | 'words' | 'result'>[]): string {
  const each = matters.map(({ title, words, result }, i) => {
    const done = withoutStop(result ?? '');
    return `${i + 1}. ${title ?? words ?? gap('这一件是什么事')}：${done || gap('办理结果')}`;
  });
  return `您反映的 ${matters.length} 件事，答复如下：${each.join('；')}。`;
}

/** Stages of an incident in which 审核 has passed the unit's report. */
export const accepted: readonly Incident['status'][] = [
  'inspecting',
  'to-close',
  'closed',
  'follow-up',
  'archived',
];

/** The unit's own words of this round, once 审核 has passed them; a report that may still be sent back is no result. */
function acceptedReport({ status, round, tasks }: AnsweredMatter): string | null {
  if (!accepted.includes(status)) return null;
  const host = tasks.findLast(
    (task) =>
      task.round === round &&
      task.kind === 'handle' &&
      task.part === 'host' &&
      (task.status === 'reported' || task.status === 'done'),
  );
  const words = withoutStop(host?.report ?? '');
  return words === '' ? null : words;
}

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Until when all of them are answered at the latest: the nearest of their promises, unless it is past. */
function replyTime({ requests }: AnsweredMatter, now: number): string | null {
  const promised = requests.flatMap(({ status, promisedAt }) =>
    status === 'open' && promisedAt !== null ? [Date.parse(promisedAt)] : [],
  );
  const nearest = Math.min(...promised);
  if (promised.length === 0 || nearest <= now) return null;
  const part = Object.fromEntries(clock.formatToParts(nearest).map(({ type, value }) => [type, value]));
  return `${part['month']} 月 ${part['day']} 日 ${part['hour']}:${part['minute']} `;
}
