/** Longer texts say what they are about well before this; it bounds the time of one reading. */
const readUpTo = 1_500;
const longest = 3;
/** Everything but Han characters, Latin letters and the sign of an unknown number parts words from each other. */
const between = /[^\p{Script=Han}a-z0]+/gu;

/** 字元组: every run of one to three characters that the text holds, each once; numbers count as one sign. */
export function gramsOf(text: string): string[] {
  const found = new Set<string>();
  const plain = text.slice(0, readUpTo).toLowerCase().replace(/\d+/g, '0');
  for (const part of plain.split(between)) {
    const signs = [...part];
    for (let from = 0; from < signs.length; from += 1) {
      let gram = '';
      for (let size = 1; size <= longest && from + size <= signs.length; size += 1) {
        gram += signs[from + size - 1]!;
        found.add(gram);
      }
    }
  }
  return [...found];
}
