/** What names a thing for a program: quoted values, keys, codes after 只能是, and the short forms every official knows. */
const known =
  /“[^”]*”|只能是 [^；）"]*|\b(?:ISO|JSON|NDJSON|UTF-8|GBK|HTTPS?|HEIC|JPEG|PNG|WebP|MB|base64|true|false)\b|https?:\/\//gu;

/**
 * Words of a library or a programmer that slipped into a message for people, or null. Keys like calledAt may stand in
 * it; two English words in a row, and the library's own words, may not.
 */
export function foreignWords(message: string): string | null {
  if (!/\p{Script=Han}/u.test(message)) return message;
  const rest = message.replaceAll(known, '');
  const found =
    /[A-Za-z]{2,}[ ,]+[A-Za-z]{2,}|\b(?:string|number|boolean|undefined|null|NaN|object|array|invalid|expected|instanceof|unknown)\b|无效输入|无效选项|数值过[大小]：/iu;
  return found.exec(rest)?.[0] ?? null;
}
