import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { importsOf, problemsOf, sourceFiles } from '#test/support/architecture.ts';

test('every file keeps to the import table, and to the laws that can be seen in its text', () => {
  const files = sourceFiles(path.join(import.meta.dirname, '../..'));
  expect(files.length).toBeGreaterThan(30);
  expect(problemsOf(files)).toEqual([]);
});

describe('the guard itself finds', () => {
  const breaches: [what: string, file: string, text: string][] = [
    ['a static import', 'server/domain/a.ts', "import { x } from '#store/db.ts';"],
    ['a type import', 'server/domain/a.ts', "import type { X } from '#store/db.ts';"],
    ['an import over several lines', 'server/domain/a.ts', "import {\n  x,\n  y,\n} from '#store/db.ts';"],
    ['a bare import', 'server/domain/a.ts', "import '#store/db.ts';"],
    ['a dynamic import', 'server/domain/a.ts', "const x = await import('#store/db.ts');"],
    ['a dynamic import in a template literal', 'server/domain/a.ts', 'await import(`#store/db.ts`);'],
    ['a re-export', 'server/domain/a.ts', "export { x } from '#store/db.ts';"],
    ['a re-export of everything', 'server/domain/a.ts', "export * from '#store/db.ts';"],
    [
      'the second statement on a line',
      'server/domain/a.ts',
      "const a = 1; import { x } from '#store/db.ts';",
    ],
    [
      'an import after a comment with a quote',
      'server/domain/a.ts',
      "/* don't */ import { x } from '#store/db.ts';",
    ],
    ['an import by relative path', 'server/domain/a.ts', "import { x } from '../store/db.ts';"],
    ['require', 'server/domain/a.ts', "const x = require('#store/db.ts');"],
    ['a forbidden package', 'server/domain/a.ts', "import pg from 'pg';"],
    ['a forbidden package in contracts', 'server/contracts/a.ts', "import { DateTime } from 'luxon';"],
    ['a package in the launcher', 'server/launch/a.mjs', "import pg from 'pg';"],
    ['the server in a page', 'client/wall/a.ts', "import { x } from '#domain/severity.ts';"],
    ['a package of the server in a page', 'client/wall/a.ts', "import { Redis } from 'ioredis';"],
    ['page to page', 'client/wall/A.tsx', "import { B } from '../desk/B.tsx';"],
    ['page to page by glob', 'client/wall/a.ts', "const all = import.meta.glob('../desk/*.ts');"],
    ['shared to page', 'client/shared/a.ts', "import { B } from '../desk/B.tsx';"],
    ['workers to http', 'workers/a.ts', "import { x } from '#server/http/desk.ts';"],
    ['flows to ingest', 'server/flows/a.ts', "import { x } from '#server/ingest/accept.ts';"],
    ['the program importing a test', 'server/http/a.ts', "import { x } from '#test/support/stack.ts';"],
    ['the program importing a test package', 'server/http/a.ts', "import { test } from 'vitest';"],
    ['a file outside every room', 'server/helpers/a.ts', 'export const a = 1;'],
    ['SQL in a flow', 'server/flows/a.ts', "await tx.query('select id from incident where id = $1', [id]);"],
    [
      'SQL over several lines',
      'server/http/a.ts',
      'await db.query(`\n  update incident\n     set status = $1`);',
    ],
    ['a transaction by hand', 'server/live/a.ts', "await client.query('begin');"],
    ['a transaction in a router', 'server/http/a.ts', "import { inTransaction } from '#store/db.ts';"],
    ['a read of the environment', 'server/http/a.ts', "const port = process.env['PORT'];"],
    ['the environment taken apart', 'workers/a.ts', 'const { env } = process;'],
    ['a clock in a flow', 'server/flows/a.ts', 'const at = new Date();'],
    ['the clock of the machine in SQL', 'server/store/a.ts', 'const q = `select 1 where due_at < now()`;'],
    ['any as a type', 'server/http/a.ts', 'const x: any = 1;'],
    ['any as an assertion', 'server/http/a.ts', 'const x = y as any;'],
    ['any inside a generic', 'server/http/a.ts', 'const x = new Map<string, any>();'],
    ['an array of any', 'server/http/a.ts', 'const x: Array<any> = []; const y = z as any[];'],
    ['a file of 301 lines', 'server/http/a.ts', 'export {};\n'.repeat(301)],
  ];

  test.each(breaches)('%s', (_, file, text) => {
    expect(problemsOf([{ path: file, text }])).toHaveLength(1);
  });

  const lawful: [what: string, file: string, text: string][] = [
    [
      'what the table allows',
      'server/flows/a.ts',
      "import { x } from '#store/db.ts';\nimport { y } from '#domain/b.ts';",
    ],
    ['a neighbour', 'client/desk/A.tsx', "import { B } from './queue/B.tsx';\nimport './desk.css';"],
    [
      'code in a comment',
      'server/domain/a.ts',
      "// import { x } from '#store/db.ts'\n/* const x: any = 1; */",
    ],
    ['an address with two slashes', 'server/http/a.ts', "const u = 'http://a/'; // any\nexport { u };"],
    ['words that look like types', 'server/http/a.ts', "const company = { any: 1, many: 'any' };"],
    ['exactly 300 lines', 'server/http/a.ts', 'export {};\n'.repeat(300)],
  ];

  test.each(lawful)('nothing wrong in %s', (_, file, text) => {
    expect(problemsOf([{ path: file, text }])).toEqual([]);
  });

  test('every import of a file, in order', () => {
    const text = `import a from 'a'; export * from "b";\nimport 'c';\nawait import( 'd' ); import type { E } from './e.ts';`;
    expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', './e.ts']);
  });
});
