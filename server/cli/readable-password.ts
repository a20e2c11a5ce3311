import { randomInt } from 'node:crypto';

const pick = (letters: string): string => letters[randomInt(letters.length)] ?? '';
const syllable = (): string => pick('bdfghjkmnprstwz') + pick('aeu');

/** Easy to read out and type: Kadu-Reme-Saba-4827; about 50 bits. */
export function readablePassword(): string {
  const word = (): string => {
    const letters = syllable() + syllable();
    return letters.slice(0, 1).toUpperCase() + letters.slice(1);
  };
  return `${word()}-${word()}-${word()}-${randomInt(1_000, 10_000)}`;
}
