import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** 待回写, 已回写, ...: where one answer stands on its way back to the platform. */
export const writeBackStates = {
  waiting: '待回写',
  exported: '已导出，待确认',
  sending: '正在回写',
  done: '已回写',
  failed: '回写失败',
  refused: '平台退回',
} as const;
export const WriteBackState = z.enum(Object.keys(writeBackStates) as [WriteBackState, ...WriteBackState[]]);
export type WriteBackState = keyof typeof writeBackStates;

export const WriteBack = z.object({
  id: z.number().int(),
  requestId: z.number().int(),
  incidentId: z.number().int().nullable(),
  round: z.number().int(),
  platform: z.string(),
  platformName: z.string(),
  ticketNo: z.string(),
  way: z.enum(['interface', 'file']),
  answer: z.string(),
  answeredBy: z.string(),
  answeredAt: instant,
  state: WriteBackState,
  /** Why it failed, or what the platform answered. */
  reason: z.string().nullable(),
});
export type WriteBack = z.infer<typeof WriteBack>;

export const WriteBackQuery = z.object({
  state: WriteBackState.optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const WriteBacks = z.object({
  counts: z.record(z.string(), z.number().int()),
  items: z.array(WriteBack),
  platforms: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      way: z.enum(['interface', 'file']),
      /** What its next workbook holds: never exported, or sent back by the platform. */
      due: z.number().int(),
      sentBack: z.number().int(),
      /** Exported, and no word from the platform yet. */
      unconfirmed: z.number().int(),
      /** All its answers that go or went by workbook. */
      inFiles: z.number().int(),
    }),
  ),
});
export type WriteBacks = z.infer<typeof WriteBacks>;

/** POST /api/write-backs/export: the answers of a platform that wait for its workbook. */
export const ExportBody = z.object({
  platform: z.string().min(1).max(60),
  again: z.boolean().default(false),
});
/** POST /api/write-backs/confirm: the platform's own workbook of confirmations; a dry run changes nothing. */
export const ConfirmBody = z.object({
  platform: z.string().min(1).max(60),
  file: z.base64().max(4_000_000),
  dryRun: z.boolean().default(false),
});
export const Confirmed = z.object({
  rows: z.number().int(),
  taken: z.number().int(),
  refused: z.number().int(),
  /** Known already: the same workbook again has no effect. */
  known: z.number().int(),
  /** Rows that were left alone, each with the reason in words. */
  unknown: z.array(z.object({ row: z.number().int(), message: z.string() })),
});
export type Confirmed = z.infer<typeof Confirmed>;
