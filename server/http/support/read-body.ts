import express from 'express';
import type { Request, Response } from 'express';
import { Refusal } from '#contracts/errors.ts';
import type { Route } from '../route.ts';
import { badInput } from './answer-error.ts';

const megabyte = 1024 * 1024;
const readers = new Map<number, ReturnType<typeof express.raw>>();

/** Unpacks gzip, deflate and brotli; the limit holds for what comes out, so that a bomb is cut short. */
function readerOf(limit: number): ReturnType<typeof express.raw> {
  const reader = readers.get(limit) ?? express.raw({ type: () => true, limit });
  readers.set(limit, reader);
  return reader;
}

/** The unpacked bytes. Throws too-large past the limit. */
async function readBytes(req: Request, res: Response, limit: number): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    readerOf(limit)(req, res, (error?: unknown) =>
      error === undefined ? resolve() : reject(error as Error),
    );
  });
  return Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
}

/** The body as text. Throws bad-body when it is not valid in its charset (UTF-8 unless the header says another). */
async function readText(req: Request, res: Response, limit: number): Promise<string> {
  const bytes = await readBytes(req, res, limit);
  const charset = /charset="?([\w-]+)/iu.exec(req.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('bad-body', `内容不是有效的 ${charset} 文本`);
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('bad-body', '内容不是有效的 JSON');
  }
}

/**
 * What the handler gets as `body`: the unpacked bytes at a door, the parsed value where there is a schema, else nothing.
 * A route without a schema reads its body itself (a photo). Throws a Refusal: bad-body, too-large or bad-input.
 */
export async function readBody(route: Route, req: Request, res: Response): Promise<unknown> {
  if (route.right === 'ingest') return readBytes(req, res, route.maxBytes ?? 5 * megabyte);
  if (route.body === undefined) return undefined;
  if (req.is('multipart/form-data')) throw new Refusal('bad-body', '这里只收 JSON，不收表单文件');
  const value = parseJson(await readText(req, res, route.maxBytes ?? megabyte));
  const parsed = route.body.safeParse(value);
  if (!parsed.success) throw badInput(parsed.error);
  return parsed.data;
}

/** The query by its schema; throws bad-input. */
export function readQuery(route: Route, req: Request): unknown {
  if (route.query === undefined) return undefined;
  const parsed = route.query.safeParse(req.query);
  if (!parsed.success) throw badInput(parsed.error);
  return parsed.data;
}
