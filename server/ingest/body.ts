import { Refusal } from '#contracts/errors.ts';
import { looksGarbled } from '#text/normalise.ts';

export const mostItems = 20_000;

/**
 * The items of a request body: `{"<list>":[…]}`, a bare array, or NDJSON with one item a line.
 * Throws Refusal 'bad-body' (400) when it cannot be read, 'too-large' (413) past 20,000 items.
 */
export function readItems(bytes: Buffer, contentType: string, list: string): unknown[] {
  const text = decode(bytes);
  const items = contentType.includes('ndjson') ? readLines(text) : readJson(text, list);
  if (items.length > mostItems) throw new Refusal('too-large', `每次最多 ${mostItems} 条，请分批发送`);
  if (items.length === 0) throw new Refusal('bad-body', '请求中没有任何一条数据');
  return items;
}

/** GBK bytes declared as UTF-8 must not become question marks in the database: the request is refused. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('bad-body', '请求体不是有效的 UTF-8 文本，请检查编码（疑为 GBK）');
  }
}

function readLines(text: string): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  // One broken line never harms its neighbours: it becomes an item that no schema accepts.
  return lines.map((line) => parse(line) ?? { unreadableLine: line.slice(0, 2000) });
}

function readJson(text: string, list: string): unknown[] {
  const body = parse(text);
  if (body === undefined) throw new Refusal('bad-body', '请求体不是有效的 JSON');
  if (Array.isArray(body)) return body as unknown[];
  const items =
    body !== null && typeof body === 'object' ? (body as Record<string, unknown>)[list] : undefined;
  if (!Array.isArray(items)) throw new Refusal('bad-body', `请求体须为 {"${list}":[…]}`);
  return items as unknown[];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What PostgreSQL cannot hold (NUL, lone surrogates) or what was read with a wrong encoding (乱码), anywhere in an item. */
export function damaged(item: unknown, depth = 0): string | null {
  if (depth > 20) return '嵌套过深';
  if (typeof item === 'string') {
    if (item.includes('\u0000')) return '含有空字符';
    if (!item.isWellFormed()) return '含有残缺的字符';
    return looksGarbled(item) ? '文字疑为乱码，请检查编码' : null;
  }
  if (item === null || typeof item !== 'object') return null;
  for (const value of Object.values(item)) {
    const found = damaged(value, depth + 1);
    if (found) return found;
  }
  return null;
}
