import { readFile, stat } from 'node:fs/promises';
import type { Format, Row } from '../kind.ts';

/** A JSON document is read whole: larger ones must come as NDJSON, which streams. */
const mostBytes = 256 * 1024 * 1024;

/** Throws in Chinese when the file is too large or no JSON. */
export async function readDocument(file: string): Promise<unknown> {
  if ((await stat(file)).size > mostBytes)
    throw new Error('JSON 文件超过 256 MB，请改用逐行 JSON（.ndjson）');
  try {
    return JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')) as unknown;
  } catch {
    throw new Error('不是有效的 JSON 文件');
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** An array of objects, or the first list in an object (`{"items":[…]}`, `{"positions":[…]}`). */
async function* rows(file: string): AsyncGenerator<Row> {
  const document = await readDocument(file);
  const list = isObject(document) ? Object.values(document).find(Array.isArray) : document;
  if (!Array.isArray(list)) throw new Error('JSON 文件中没有找到列表');
  for (const [index, item] of (list as unknown[]).entries())
    yield { no: index + 1, cells: isObject(item) ? item : { unreadableItem: item } };
}

/** JSON 文档. */
export const format: Format = { id: 'json', title: 'JSON 文档', rows };
