import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { TextDecoderStream } from 'node:stream/web';
import { parse } from 'csv-parse';
import type { Format, Row } from '../kind.ts';

/** So much of the file is looked at to tell its encoding. */
const lookBytes = 1 << 20;

/** UTF-8 (with or without a mark), else GB 18030, which holds GBK and GB 2312: what Excel writes in China. */
async function encodingOf(file: string): Promise<'utf-8' | 'gb18030'> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(lookBytes), 0, lookBytes, 0);
    // `stream`: a character cut in half by the end of the look is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    return 'utf-8';
  } catch (error) {
    if (error instanceof TypeError) return 'gb18030';
    throw error;
  } finally {
    await handle.close();
  }
}

type Parsed = { record: Record<string, string>; info: { lines: number } };

/** Streams a table with a head line; a row with fewer or more fields than the head keeps what it has. */
async function* rows(file: string): AsyncGenerator<Row> {
  const text = Readable.toWeb(createReadStream(file)).pipeThrough(
    new TextDecoderStream(await encodingOf(file)),
  );
  const table = Readable.fromWeb(text).pipe(
    parse({ columns: true, bom: true, info: true, trim: true, relax_quotes: true, relax_column_count: true, skip_empty_lines: true }), // prettier-ignore
  );
  for await (const { record, info } of table as AsyncIterable<Parsed>)
    yield { no: info.lines, cells: record };
}

/** 逗号分隔表 (RFC 4180), UTF-8 or GBK. */
export const format: Format = { id: 'csv', title: 'CSV 表格', rows };
