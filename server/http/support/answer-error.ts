import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ZodError } from 'zod';
import { Refusal, refusalStatus } from '#contracts/errors.ts';
import { nameOfPath } from '#contracts/field-names.ts';
import { refusals } from '#server/metrics.ts';
import { failureKind, isDiskFull } from '#store/db.ts';
import { forLog } from '#server/log.ts';
import type { Logger } from '#server/log.ts';

export type Issue = { path: string; message: string };

/** Chinese lines for the caller, one for each bad field. */
export function issuesOf(error: ZodError): Issue[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
}

/** A 422 that names the bad fields. */
export function badInput(error: ZodError): Refusal {
  const first = error.issues[0];
  const where = first === undefined || first.path.length === 0 ? '' : `${nameOfPath(first.path)}：`;
  return new Refusal('bad-input', `填写有误（${where}${first?.message ?? ''}）`, { issues: issuesOf(error) });
}

const words: Partial<Record<number, readonly [keyof typeof refusalStatus, string]>> = {
  400: ['bad-body', '内容无法读取，请检查格式与编码'],
  404: ['not-found', '没有找到，可能已更新；请刷新页面后重试'],
  413: ['too-large', '内容过大，请分批或压缩后再提交'],
  415: ['bad-body', '不支持这种编码，请用 UTF-8 的 JSON'],
};

function hasStatus(error: unknown): error is { status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** Every error as a refusal that may be shown; null for what only the log may know. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError) return badInput(error);
  // Of the body parser, the multipart reader and the router (a path that cannot be decoded).
  const multipart = error instanceof Error && error.name === 'MulterError';
  const status = multipart
    ? 'code' in error && String(error.code).startsWith('LIMIT')
      ? 413
      : 400
    : hasStatus(error)
      ? error.status
      : 0;
  const known = words[status];
  if (known) return new Refusal(known[0], known[1]);
  const kind = failureKind(error);
  if (kind === 'away')
    return new Refusal(
      'unavailable',
      isDiskFull(error)
        ? '数据库磁盘已满，如有提交，本次没有保存；请告诉系统管理员腾出空间后再试'
        : '服务暂时不可用，请稍候重试；如有提交，本次没有保存',
      { retryAfterSeconds: 2 },
    );
  // What the checks let through and the database refused (a number too large, a NUL): bad input all the same.
  if (kind === 'data') return new Refusal('bad-input', '填写的内容无法保存，请核对后重试');
  return null;
}

/** Gives every request its trace number, which stands in the answer and in the log. */
export const trace: RequestHandler = (_, res, next) => {
  res.locals['traceId'] = randomUUID();
  next();
};

/** The one shape of errors: {code, message, traceId} and what helps to mend it; no stacks, no SQL. */
export function answerError(log: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const traceId = String(res.locals['traceId']);
    const refusal = refusalOf(error);
    const code = refusal?.code ?? 'failed';
    refusals.inc({ code });
    if (refusal === null || refusal.code === 'unavailable') {
      log.error(
        { traceId, method: req.method, route: req.route?.path, error: forLog(error) },
        'request failed',
      );
    }
    if (res.headersSent) {
      next(error);
      return;
    }
    const { issues, retryAfterSeconds, ...detail } = refusal?.detail ?? {};
    if (code === 'unavailable' || code === 'too-many')
      res.setHeader('Retry-After', String(retryAfterSeconds ?? 2));
    res.status(refusal ? refusalStatus[refusal.code] : 500).json({
      code,
      message: refusal?.message ?? '系统出错，已记录。请稍候重试，仍不行请把编号告诉系统管理员',
      traceId,
      ...(issues === undefined ? {} : { issues }),
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
    });
  };
}
