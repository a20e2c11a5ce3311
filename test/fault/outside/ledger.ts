import { openSync, writeSync } from 'node:fs';

/** An append-only file; a line is written before the call returns. */
export function openLedger<Line>(file: string): (line: Line) => void {
  const handle = openSync(file, 'a');
  return (line) => void writeSync(handle, `${JSON.stringify(line)}\n`);
}
