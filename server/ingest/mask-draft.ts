import type { Draft } from '#server/sources/source.ts';
import { hideText, maskAddress, maskKnown, maskText } from '#text/mask.ts';
import type { Known } from '#text/mask.ts';
import { normalise } from '#text/normalise.ts';

/**
 * 打码: the words of an event as everybody may read them; what they were is in its seal. A caller's own name and number
 * go wherever they stand, and of one who asked for confidentiality not even the surname stays.
 */
export function maskDraft({ personal, detail, title, body, address }: Draft): {
  title: string | null;
  body: string;
  address: string | null;
} {
  if (!personal)
    return { title, body: normalise(body), address: address === null ? null : normalise(address) };
  const known = personal as Known;
  const hidden = detail['confidential'] === true;
  const mask = (text: string): string => {
    const unknown = maskKnown(normalise(text), known, hidden);
    return hidden ? hideText(unknown) : maskText(unknown);
  };
  // A caller's address may be a home; what a patrol names is a place to go to, down to the number of the house.
  const place = (text: string): string => ('phone' in personal ? maskAddress(mask(text)) : mask(text));
  return {
    title: title === null ? null : mask(title),
    body: mask(body),
    address: address === null ? null : place(address),
  };
}
