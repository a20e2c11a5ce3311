import fs from 'node:fs';
import path from 'node:path';

export type SourceFile = { path: string; text: string };

type Room = { name: string; holds: RegExp; rooms: readonly string[]; packages: RegExp };

const none = /^(?!)/;
const any = /^/;
const lower = ['contracts', 'domain', 'text', 'sources', 'store', 'ingest', 'merge', 'flows', 'base'];

/** Which room may import which (DESIGN §2); the first room that holds a file is its room. */
export const rooms: readonly Room[] = [
  { name: 'contracts', holds: /^server\/contracts\//, rooms: [], packages: /^zod$/ },
  { name: 'domain', holds: /^server\/domain\//, rooms: ['contracts'], packages: /^chinese-days$/ },
  {
    name: 'text',
    holds: /^server\/text\//,
    rooms: ['contracts'],
    // Its dictionaries are files beside it.
    packages: /^node:(fs|zlib|crypto)$/,
  },
  {
    name: 'sources',
    holds: /^server\/sources\//,
    rooms: ['contracts', 'domain', 'text'],
    packages: /^(zod|gcoord|node:.*)$/,
  },
  {
    name: 'store',
    holds: /^server\/store\//,
    rooms: ['contracts', 'base'],
    packages: /^(pg|pg-copy-streams|node-pg-migrate|zod|node:.*)$/,
  },
  {
    name: 'ingest',
    holds: /^server\/ingest\//,
    rooms: ['contracts', 'domain', 'text', 'sources', 'store', 'base'],
    packages: any,
  },
  {
    name: 'merge',
    holds: /^server\/merge\//,
    rooms: ['contracts', 'domain', 'text', 'sources', 'store', 'base'],
    packages: any,
  },
  {
    name: 'flows',
    holds: /^server\/flows\//,
    rooms: ['contracts', 'domain', 'text', 'store', 'base'],
    packages: /^(zod|@node-rs\/argon2|node:.*)$/,
  },
  {
    name: 'http',
    holds: /^server\/http\//,
    rooms: ['contracts', 'domain', 'text', 'flows', 'ingest', 'live', 'store', 'sources', 'base'],
    packages: any,
  },
  {
    name: 'live',
    holds: /^server\/live\//,
    rooms: ['contracts', 'domain', 'text', 'store', 'base'],
    packages: any,
  },
  // Whatever plays the demo day speaks through the public doors only.
  {
    name: 'simulate',
    holds: /^server\/cli\/simulate(\.ts$|\/)/,
    rooms: ['contracts', 'domain', 'geodata', 'config'],
    packages: /^(zod|sharp|node:.*)$/,
  },
  {
    name: 'cli',
    holds: /^server\/cli\//,
    rooms: [...lower, 'config', 'geodata', 'workers', 'launch'],
    packages: any,
  },
  { name: 'launch', holds: /^server\/(launch\/|(start|copy)\.mjs$)/, rooms: [], packages: /^node:/ },
  { name: 'config', holds: /^server\/config\.ts$/, rooms: ['contracts'], packages: /^zod$/ },
  {
    name: 'base',
    holds:
      /^server\/(errors|log|folder|in-turns|(city-)?metrics|parts|program|progress|watchdog|disk|keep-\w+)\.ts$/,
    rooms: ['contracts', 'store', 'text'],
    packages: any,
  },
  {
    name: 'main',
    holds: /^server\/[^/]+\.ts$/,
    rooms: [...lower, 'config', 'http', 'live', 'geodata'],
    packages: any,
  },
  { name: 'workers', holds: /^workers\//, rooms: [...lower, 'config', 'live', 'geodata'], packages: any },
  { name: 'geodata', holds: /^geodata\//, rooms: [...lower, 'config'], packages: any },
  { name: 'client/shared', holds: /^client\/shared\//, rooms: ['contracts'], packages: any },
  ...['wall', 'desk', 'field', 'stats', 'admin', 'login'].map((page) => ({
    name: `client/${page}`,
    holds: new RegExp(`^client/${page}/`),
    rooms: ['contracts', 'client/shared'],
    packages: any,
  })),
];

const serverPackages =
  /^(node:.*|pg|pg-.*|node-pg-migrate|express.*|bullmq|ioredis|socket\.io|pino|multer|sharp|helmet|tsx|vite.*)$/;
const testPackages = /^(vitest|fast-check|playwright-core|prettier|oxlint.*)$/;

const aliases: Record<string, string> = {
  '#contracts/': 'server/contracts/',
  '#domain/': 'server/domain/',
  '#text/': 'server/text/',
  '#store/': 'server/store/',
  '#flows/': 'server/flows/',
  '#server/': 'server/',
  '#workers/': 'workers/',
  '#geodata/': 'geodata/',
  '#test/': 'test/',
};

const roomOf = (file: string): Room | undefined => rooms.find((room) => room.holds.test(file));

// Comments may quote code; a `//` inside a string follows a colon and stays.
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1');

/** Everything a file imports, however it is written: static, bare, dynamic, re-exported, by glob. */
export function importsOf(text: string): string[] {
  const form =
    /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\(|\bglob\s*(?:<[^(]*>)?\s*\()\s*(['"`])([@#.\w][^\s'"`]*)\1/g;
  return [...withoutComments(text).matchAll(form)].map((found) => found[2] ?? '');
}

/** The file that an import names, relative to the root; null for a package. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(from), specifier);
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
  return alias ? specifier.replace(alias, aliases[alias] ?? '') : null;
}

function importProblems({ path: file, text }: SourceFile): string[] {
  const room = roomOf(file);
  if (!room) return [`${file}: stands in no room of the import table`];
  const isClient = room.name.startsWith('client/');
  return importsOf(text).flatMap((specifier) => {
    const target = targetOf(file, specifier);
    if (target === null) {
      const allowed =
        room.packages.test(specifier) &&
        !testPackages.test(specifier) &&
        !(isClient && serverPackages.test(specifier));
      return allowed ? [] : [`${file}: the room ${room.name} may not import the package ${specifier}`];
    }
    const other = roomOf(target)?.name;
    if (other !== undefined && (other === room.name || room.rooms.includes(other))) return [];
    return [`${file}: the room ${room.name} may not import ${other ?? 'test'} (${specifier})`];
  });
}

type Rule = { says: string; in: RegExp; except: RegExp; finds: RegExp };

const sql =
  /(['"`])\s*(select\s[\s\S]*?\sfrom\s|select\s+\w+\(|insert\s+into\s|update\s+\w+\s[\s\S]*?\bset\s|delete\s+from\s|with\s+\w+\s+as\s*\(|create\s+(table|database|index)\s|(un)?listen\s+\w+\1|begin\1|commit\1|rollback\1)/i;

/** Laws that can be seen in the text of one file. */
const rules: readonly Rule[] = [
  { says: 'SQL stands only in server/store', in: any, except: /^server\/(store\/|launch\/)/, finds: sql },
  {
    says: 'only server/config.ts reads the environment',
    in: any,
    except: /^server\/(config\.ts$|launch\/|(start|copy)\.mjs$|store\/migrate\.ts$)/,
    finds: /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]env|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b/,
  },
  {
    says: 'the time is passed in: nothing here reads a clock',
    in: /^server\/(contracts|domain|text|sources|flows|merge|store)\//,
    // The session library writes the machine's time, and its rows are compared with it.
    except: /^server\/store\/sessions\.ts$/,
    finds: /\bDate\.now\(\)|\bnew Date\(\)|\bclock_timestamp\(\)|\bnow\(\)(?!\s*=)/,
  },
  {
    says: 'only flows, ingest, merge, workers, live and tools open transactions',
    in: /^server\/(contracts|domain|text|sources|http)\/|^client\//,
    except: none,
    finds: /\binTransaction\b/,
  },
  { says: 'no any', in: any, except: none, finds: /(:|<|\bas|\||,|=>)\s*any\b(?!\s*[:(])|\bany\[\]/ },
];

function textProblems({ path: file, text }: SourceFile): string[] {
  const code = withoutComments(text);
  const lines = text.split('\n').length - 1;
  return [
    ...rules
      .filter((rule) => rule.in.test(file) && !rule.except.test(file) && rule.finds.test(code))
      .map((rule) => `${file}: ${rule.says} (${rule.finds.exec(code)?.[0]?.trim().slice(0, 60)})`),
    ...(lines > 300 ? [`${file}: ${lines} lines, more than 300`] : []),
  ];
}

/** Every breach of the import table and of the laws above, one line each; empty when there is none. */
export const problemsOf = (files: readonly SourceFile[]): string[] =>
  files.flatMap((file) => [...importProblems(file), ...textProblems(file)]);

/** The program's own source files below a root. */
export function sourceFiles(root: string): SourceFile[] {
  return ['server', 'workers', 'geodata', 'client'].flatMap((room) =>
    fs
      .readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .map((name) => path.posix.join(room, name))
      .filter((name) => /\.(ts|tsx|mjs|js|jsx|cts|mts)$/.test(name) && !name.endsWith('.d.ts'))
      .map((name) => ({ path: name, text: fs.readFileSync(path.join(root, name), 'utf8') })),
  );
}
