/** Splits one line of a comma-separated table; fields may be quoted, a quote inside is doubled (RFC 4180). */
export function splitCsvLine(line: string): string[] {
  const fields = `,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...fields].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

/** The rows of a table with a head line, by column name. Throws when a row has more or fewer fields than the head. */
export function readTable(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const columns = splitCsvLine(head);
  return lines.map((line) => {
    const fields = splitCsvLine(line);
    if (fields.length !== columns.length) throw new Error(`表格此行应有 ${columns.length} 列：${line}`);
    return Object.fromEntries(columns.map((column, i) => [column, fields[i]!]));
  });
}
