const quarters = '一二三四';
const two = (part: string): string => part.padStart(2, '0');

/** 2026年5月, 2026-5, 2026年二季度, 2026Q2 as 2026-05 or 2026-Q2; what it cannot read comes back as it was. */
export function periodOf(text: string): string {
  const words = text.replaceAll(/\s/gu, '');
  const quarter = /^(\d{4})[-年]?第?(?:Q([1-4])|([一二三四1-4])季度)$/iu.exec(words);
  if (quarter) {
    const [, year, digit, named = ''] = quarter;
    const no = digit ?? (quarters.includes(named) ? String(quarters.indexOf(named) + 1) : named);
    return `${year}-Q${no}`;
  }
  const month = /^(\d{4})[-/.年](\d{1,2})(?:月|[-/.月]\d{1,2}日?)?$/u.exec(words);
  return month ? `${month[1]}-${two(month[2]!)}` : words;
}

/** 2026 年 5 月, 2026 年二季度. */
export function periodWords(period: string): string {
  const [year = '', part = ''] = period.split('-');
  return part.startsWith('Q')
    ? `${year} 年${quarters[Number(part[1]) - 1] ?? ''}季度`
    : `${year} 年 ${Number(part)} 月`;
}
