import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/** The lines of a frozen file, each checked; see test/frozen/README.md. */
export const frozenLines = <T>(file: 'texts' | 'pairs', line: z.ZodType<T>): T[] =>
  readFileSync(new URL(`../frozen/${file}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((one) => one.trim() !== '')
    .map((one) => line.parse(JSON.parse(one)));
