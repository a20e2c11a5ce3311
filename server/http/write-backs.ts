import { createHash } from 'node:crypto';
import { readSheet } from 'read-excel-file/node';
import { ConfirmBody, Confirmed, ExportBody, WriteBackQuery, WriteBacks } from '#contracts/write-back.ts';
import { Refusal } from '#contracts/errors.ts';
import type { answerFields } from '#contracts/upward.ts';
import type { HotlinePlatform } from '#contracts/upward.ts';
import { confirmAnswers, exportAnswers, pushAgain, wayOf } from '#flows/write-back.ts';
import type { Said } from '#flows/write-back.ts';
import { dayOf, momentWords } from '#domain/city-day.ts';
import { readMark } from '#store/city-mark.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as writeBacks from '#store/write-backs.ts';
import type { WriteBackRow } from '#store/write-backs.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { sendTable } from './support/send-table.ts';

/** One row of the platform's own workbook, in the order of its own columns. */
function lineOf(platform: HotlinePlatform, row: WriteBackRow): string[] {
  const values: Record<keyof typeof answerFields, string> = {
    ticketNo: row.ticketNo,
    answer: row.answer,
    answeredBy: row.answeredBy,
    answeredAt: momentWords(row.answeredAt),
    round: String(row.round),
  };
  return platform.columns.map(({ field }) => values[field]);
}

/** The rows of a workbook of confirmations; throws Refusal when it lacks a column that the platform's format has. */
async function readSaid({ confirm }: HotlinePlatform, file: Buffer): Promise<Said[]> {
  const sheet = await readSheet(file).catch(() => {
    throw new Refusal('bad-input', '不是有效的 xlsx 文件，请选择平台导出的回执');
  });
  const [head = [], ...lines] = sheet;
  const at = (heading: string): number => head.findIndex((cell) => String(cell ?? '').trim() === heading);
  const [ticket, outcome, receipt] = [at(confirm.ticketNo), at(confirm.outcome), at(confirm.receipt)];
  const reason = confirm.reason === null ? -1 : at(confirm.reason);
  if (ticket < 0 || outcome < 0)
    throw new Refusal('bad-input', `回执须有“${confirm.ticketNo}”和“${confirm.outcome}”两列`);
  const text = (line: readonly unknown[], column: number): string =>
    column < 0
      ? ''
      : String(line[column] ?? '')
          .trim()
          .slice(0, 200);
  return lines
    .map((line, i) => ({
      row: i + 2,
      ticketNo: text(line, ticket),
      outcome: text(line, outcome),
      reason: text(line, reason),
      receipt: text(line, receipt) || null,
    }))
    .filter(({ ticketNo }) => ticketNo !== '');
}

export const routes = [
  route({
    method: 'get',
    path: '/api/write-backs',
    right: 'write-back.read',
    summary: '热线回写：待回写、失败、退回与已回写',
    query: WriteBackQuery,
    answer: WriteBacks,
    handle: async ({ pool, scope, query, reference }) => {
      const { state = null, limit } = query;
      const platforms = [...reference().hotlinePlatform.values()];
      return inSnapshot(pool, scope, async (tx) => {
        const byFile = await writeBacks.fileCounts(tx);
        return {
          counts: await writeBacks.counts(tx),
          items: (await writeBacks.list(tx, { state, limit })).map(({ deliveryId: _delivery, ...row }) => ({
            ...row,
            answeredAt: row.answeredAt.toISOString(),
            platformName: platforms.find(({ code }) => code === row.platform)?.name ?? row.platform,
          })),
          platforms: platforms.map((one) => ({
            code: one.code,
            name: one.name,
            way: wayOf(one),
            ...(byFile.get(one.code) ?? { due: 0, sentBack: 0, unconfirmed: 0, inFiles: 0 }),
          })),
        };
      });
    },
  }),
  route({
    method: 'post',
    path: '/api/write-backs/:id/push',
    right: 'write-back.push',
    summary: '重推失败的回写（原编号，对方只收一次）',
    handle: async (call) => pushAgain(call, call, idOf(call.params)),
  }),
  route({
    method: 'post',
    path: '/api/write-backs/export',
    right: 'write-back.push',
    summary: '按平台原格式导出待回写的答复（xlsx）',
    body: ExportBody,
    handle: async (call) => {
      const { platform, book, rows } = await exportAnswers(call, call, call.body);
      await sendTable(call.res, {
        name: `${platform.name}-答复-${dayOf(await cityNow(call.pool))}-第${book}批`,
        format: 'xlsx',
        mark: await readMark(call.pool),
        head: platform.columns.map(({ heading }) => heading),
        rows: rows.map((row) => lineOf(platform, row)),
      });
    },
  }),
  route({
    method: 'post',
    path: '/api/write-backs/confirm',
    right: 'write-back.push',
    summary: '读回平台的回执（xlsx），可先试读',
    body: ConfirmBody,
    maxBytes: 5 * 1024 * 1024,
    answer: Confirmed,
    handle: async (call) => {
      const platform = call.reference().hotlinePlatform.get(call.body.platform);
      if (!platform) throw new Refusal('not-found', '没有登记这个热线平台');
      const file = Buffer.from(call.body.file, 'base64');
      const digest = createHash('sha256').update(file).digest();
      return confirmAnswers(call, call, { ...call.body, digest }, await readSaid(platform, file));
    },
  }),
];
