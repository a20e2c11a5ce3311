import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Format, Row } from '../kind.ts';

/** One JSON object a line; a broken line becomes a row that says so and is refused alone. */
async function* rows(file: string): AsyncGenerator<Row> {
  let no = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    no += 1;
    if (line.trim() !== '') yield { no, cells: parse(line.replace(/^\uFEFF/, '')) };
  }
}

function parse(line: string): Record<string, unknown> {
  try {
    const value = JSON.parse(line) as unknown;
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  return { unreadableLine: line.slice(0, 2000) };
}

/** 逐行 JSON. */
export const format: Format = { id: 'ndjson', title: '逐行 JSON', rows };
