import stringWidth from 'string-width';

const widest = 28;

/** Cuts a text to a width in terminal cells; a Chinese character takes two. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text + ' '.repeat(width - stringWidth(text));
  let kept = '';
  for (const letter of text) {
    if (stringWidth(kept + letter) > width - 1) break;
    kept += letter;
  }
  return fit(`${kept}…`, width);
}

/** A table for the terminal: columns as wide as their content, at most 28 cells each. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, i) =>
    Math.min(widest, Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[i] ?? '')))),
  );
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => fit(cell, widths[i]!)).join('  ').trimEnd(); // prettier-ignore
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}
