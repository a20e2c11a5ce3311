/** The longest text that is kept in an event; what is beyond stays in the sealed original. */
export const mostCharacters = 10_000;

/**
 * 归一: one spelling for one meaning, so that comparing and searching work: NFC, full-width letters and digits to half,
 * characters that only look like others (巿 for 市), zero-width, direction and control characters out, blanks collapsed, lone surrogates dropped, cut at 10,000 characters.
 */
export function normalise(text: string): string {
  return text
    .slice(0, mostCharacters * 4)
    .toWellFormed()
    .replaceAll('\uFFFD', '')
    .normalize('NFC')
    .replace(/[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
    )
    .replace(/[巿囗]/g, (twin) => (twin === '巿' ? '市' : '口'))
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .replace(/[ \t\u3000]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
    .slice(0, mostCharacters)
    .replace(halfCharacter, '');
}

/** The first half of a character that a cut has left behind: PostgreSQL cannot hold it, and one such reason stops a whole batch. */
const halfCharacter = /[\uD800-\uDBFF]$/;

/** The first `most` units of a text, never ending within a character. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(halfCharacter, '');

/** Whether a text was damaged by a wrong encoding (乱码): it must not be stored as if it were words. */
export function looksGarbled(text: string): boolean {
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  const mojibake = text.match(/锟斤拷|[ÃÂÄåæçéè][\u0080-\u00BF]/g)?.length ?? 0;
  return broken > 0 || mojibake >= 2;
}
