import { gistOf } from '#text/alike.ts';
import type { Gist } from '#text/alike.ts';
import { findParties } from '#text/party.ts';
import type { BehindPlace, Party } from '#text/party.ts';
import { plainOf } from '#text/plain.ts';

/** 涉事主体与诉求事项: what a caller's words are about, apart from any place on the map. */
export type Concern = { parties: readonly Party[]; gist: Gist; coded: string | null };

/** Published messages name their districts by a letter and a number: A2区, A8县. */
const codedDistrict = /[A-Z]\d{1,2}[市区县]/;

/** Null for what no person said, or what names no party. */
export function concernOf(heading: string, body: string, behindPlace?: BehindPlace): Concern | null {
  const found = findParties(heading, body, behindPlace);
  if (found.length === 0) return null;
  const coded = codedDistrict.exec(heading) ?? codedDistrict.exec(body);
  const names = found.flatMap(({ kind, name, key }) => (kind === 'policy' ? [] : [name, key]));
  return { parties: found, gist: gistOf(heading, body, names), coded: coded?.[0] ?? null };
}

/** The gist of what a caller of a standing matter said. */
export function saidIn(said: { title: string; body: string }): Gist {
  const [title, body] = [plainOf(said.title), plainOf(said.body)];
  return concernOf(title, body)?.gist ?? gistOf(title, body);
}
