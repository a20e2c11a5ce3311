import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withDiagram } from '#domain/lifecycle-diagram.ts';

/** tsx server/cli/draw-lifecycle.ts: draws the life cycle of the README anew from the table of moves. */
const file = path.join(import.meta.dirname, '../../README.md');
writeFileSync(file, withDiagram(readFileSync(file, 'utf8')));
