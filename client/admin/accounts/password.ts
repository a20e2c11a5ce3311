const consonants = 'bdfghjkmnprstwz';
const vowels = 'aeu';

/** A number below `limit`, every one as likely as the next. */
function below(limit: number): number {
  const top = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < top) return drawn % limit;
  }
}

const pick = (letters: string): string => letters[below(letters.length)] ?? '';
const syllable = (): string => pick(consonants) + pick(vowels);

/** A password that can be read out over the telephone: Kadu-Reme-Saba-4827. */
export function readablePassword(): string {
  const word = (): string => {
    const letters = syllable() + syllable();
    return letters.slice(0, 1).toUpperCase() + letters.slice(1);
  };
  return `${word()}-${word()}-${word()}-${1000 + below(9000)}`;
}
