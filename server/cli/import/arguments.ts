import path from 'node:path';
import { parseArgs } from 'node:util';
import { Crs } from '#server/sources/common.ts';
import type { Format, ImportKind } from './kind.ts';

export type Wanted = {
  kind: ImportKind;
  format: Format;
  file: string;
  map: string | undefined;
  crs: 'wgs84' | 'gcj02' | 'bd09' | 'cgcs2000' | undefined;
  dryRun: boolean;
};

/** How the command is used, with every kind of the folder. */
export function usage(kinds: readonly ImportKind[]): string {
  const lines = kinds.map(({ id, title, formats }) => `  ${id.padEnd(12)} ${title}（${formats.join('、')}）`);
  return `用法：npm run import -- <种类> <文件> [选项]
${lines.join('\n')}
  --map 映射.json   说明文件的列对应哪些字段
  --crs gcj02       文件坐标的坐标系：wgs84、gcj02、bd09、cgcs2000（默认 wgs84）
  --dry-run         试读前十行，不写入任何数据
  --help            显示本说明`;
}

/** Reads the command line; null for --help. Throws an Error with one Chinese sentence on the first mistake. */
export function readArguments(
  words: readonly string[],
  kinds: readonly ImportKind[],
  formats: readonly Format[],
): Wanted | null {
  const { values, positionals } = parse(words);
  if (values.help) return null;
  const [kindId, file, ...rest] = positionals;
  const kind = kinds.find(({ id }) => id === kindId);
  if (!kind) throw new Error(`请说明导入什么：${kinds.map(({ id }) => id).join('、')}`);
  if (!file)
    throw new Error(`请给出要导入的文件，例如：npm run import -- ${kind.id} 文件.${kind.formats[0]}`);
  if (rest.length > 0) throw new Error(`每次只导入一个文件，多出了：${rest.join('、')}`);
  const ending = path.extname(file).slice(1).toLowerCase();
  const format = formats.find(({ id }) => id === ending);
  if (!format || !kind.formats.includes(format.id))
    throw new Error(`${kind.title}可以从 ${kind.formats.join('、')} 文件导入，不能从 .${ending} 文件导入`);
  const crs = Crs.safeParse(values.crs?.toLowerCase());
  if (values.crs !== undefined && !crs.success) throw new Error(`不认识的坐标系“${values.crs}”：应为 wgs84、gcj02、bd09 或 cgcs2000`); // prettier-ignore
  const { map, 'dry-run': dryRun } = values;
  return { kind, format, file, map, crs: values.crs === undefined ? undefined : crs.data, dryRun };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        crs: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    const option = /'([^' ]+)/.exec((error as Error).message)?.[1] ?? '';
    throw new Error(`不认识的选项，或选项缺少取值：${option}`);
  }
}
