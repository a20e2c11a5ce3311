import type { Category, Family, Reference } from '#contracts/reference.ts';
import type { LngLat } from '#domain/geo.ts';
import { dangerWords, isGrave, namesDanger } from '#text/danger/danger.ts';
import { behindPlaces, findPlace, withoutPlaces } from '#text/gazetteer.ts';
import type { Gazetteer, Place } from '#text/gazetteer.ts';
import { isTalk, kindOf, withoutFurther } from '#text/kind.ts';
import type { Told } from '#text/kind.ts';
import { maskText } from '#text/mask.ts';
import { tellCall } from '#text/matter/clauses.ts';
import type { Guess } from '#text/matter/matter.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { cut } from '#text/normalise.ts';
import { plainOf } from '#text/plain.ts';
import { spotsIn } from '#text/spot.ts';
import type { WaitingRow } from '#store/merge-queue.ts';
import { concernOf } from './concern.ts';
import type { Concern } from './concern.ts';
import { mayBeOf } from './may-be.ts';
import type { MayBe } from './may-be.ts';
import { otherCategory } from './other.ts';

export type Ticket = {
  platform: string;
  ticketNo: string;
  revision: number;
  kind: string;
  confidential: boolean;
  /** 一电多事: which matter of the ticket it is; 1 is the ticket's own event, which its request is filed with. */
  part: number;
};

/** 研判: what an event says, as far as it can be understood without a person. */
export type Understood = {
  row: WaitingRow;
  category: Category;
  /** How the machine told the category from the words; null where the source or a person named it. */
  guess: Guess | null;
  family: Family;
  /** Families that the words may also mean, where one of them stands at the very place. */
  mayBe: readonly MayBe[];
  /** WGS 84; null when no place was said or several fit. */
  at: LngLat | null;
  accuracyM: number;
  placeName: string | null;
  /** Places of the same name that nothing tells apart: a person chooses. */
  several: readonly Place[];
  districtCode: string | null;
  townCode: string | null;
  gridCode: string | null;
  severity: number;
  danger: string[];
  ticket: Ticket | null;
  title: string;
  /** What it is beside a new matter: a further call, a test, praise; null for most. */
  told: Told | null;
  /** Praise, thanks or a question: answered by a person, nobody is sent out by the machine. */
  talk: boolean;
  /** Whom or what it is about, and in which words; null for a device, or where no party is named. */
  concern: Concern | null;
  /** Deck or underpass, north or south end, as far as it was said. */
  spot: readonly string[];
  /** Incidents in which other matters of the same call stand; filled in by the caller. */
  beside: ReadonlySet<number>;
};

/** Told by a person in words, where a device only names its kind. */
export const isSpoken = ({ source }: WaitingRow): boolean => source === 'hotline' || source === 'report';

/** The words of an event as they were meant; what is shown stays as it was said. */
type Said = { heading: string; address: string; body: string };

/** Reads one event: category, place, urgency. Pure; districts of points are filled in by the caller. */
export function understand(row: WaitingRow, reference: Reference, gazetteer: Gazetteer): Understood {
  const heading = typeof row.detail['title'] === 'string' ? row.detail['title'] : '';
  const spoken = isSpoken(row);
  const said: Said = {
    heading: plainOf(heading),
    address: plainOf(row.address ?? ''),
    body: plainOf(row.body),
  };
  const words = `${said.heading} ${said.address} ${said.body}`;
  const { category, guess, clauses } = categoryOf(row, said, reference, gazetteer);
  const family = reference.family.get(category.familyCode)!;
  const danger = spoken ? dangerWords(words) : [];
  // A device names its place too; that names the matter, while the point stays the device's own.
  const found = findPlace(gazetteer, spoken ? `${said.address} ${said.heading} ${said.body}` : said.address);
  const own = ownPlace(row);
  const at = own ?? (spoken && found.place ? { lng: found.place.lng, lat: found.place.lat } : null);
  const severity = severityOf(row, category, danger);
  const told = spoken ? kindOf(`${said.heading} ${said.body}`.trim()) : null;
  return {
    row,
    category,
    guess,
    family,
    mayBe: mayBeOf(
      guess,
      clauses,
      category,
      isSurelyGrave(category, guess) ? 1 : dangerSeverity(namesDanger(danger) ? danger : []),
      reference,
    ),
    at,
    accuracyM: own ? (row.decision?.accuracyM ?? row.accuracyM ?? 150) : (found.place?.accuracyM ?? 10_000),
    placeName: found.place?.name ?? null,
    several: own || !spoken ? [] : found.several,
    districtCode: found.districtCode,
    townCode: null,
    gridCode: null,
    severity,
    danger,
    ticket: row.source === 'hotline' ? ticketOf(row) : null,
    title: titleOf(row, heading, category, found.place?.name ?? null),
    spot: spotsIn(words),
    beside: new Set(),
    told,
    talk: isTalk(told) || ['praise', 'consult'].includes(String(row.detail['kind'])),
    concern: spoken
      ? concernOf(said.heading, row.address ? `${said.body} ${said.address}` : said.body, (stem) => behindPlaces(gazetteer, stem)) // prettier-ignore
      : null,
  };
}

const severityOf = (row: WaitingRow, category: Category, danger: string[]): number =>
  Math.min(category.severity, row.severity ?? 4, dangerSeverity(danger));

/** From here on words that were taken for a grave matter are held for it. */
const surelyFrom = 0.8;

/** Whether the matter itself is one of danger to life, told by its source or plainly by the words. */
export const isSurelyGrave = ({ severity }: Category, guess: Guess | null): boolean =>
  severity === 1 && (guess === null || guess.confidence >= surelyFrom);

/** How grave the words of danger are by themselves. */
const dangerSeverity = (danger: string[]): number => (isGrave(danger) ? 1 : danger.length > 0 ? 2 : 4);

/** The event as another category than its words were taken for: what stands at its place says so. */
export function meantAs(event: Understood, categoryCode: string, reference: Reference): Understood {
  const category = reference.category.get(categoryCode)!;
  const family = reference.family.get(category.familyCode)!;
  return { ...event, category, family, severity: severityOf(event.row, category, event.danger) };
}

const warm = new WeakSet<Reference>();

/**
 * Reads the model and the dictionaries before a transaction waits for them, of a server before it serves: half a second, and
 * on a busy machine more than an idle transaction is given (3 s).
 */
export function warmWords(reference: Reference, gazetteer: Gazetteer): void {
  if (warm.has(reference)) return;
  const words = '张伟反映某某花园物业公司停水';
  tellCall(modelOf(reference.matterModel), reference.category, {
    title: '',
    text: withoutPlaces(gazetteer, words),
  });
  findPlace(gazetteer, words);
  concernOf('', words);
  maskText(words);
  warm.add(reference);
}

/** The place that a person chose, or the one that the event brought. */
function ownPlace(row: WaitingRow): LngLat | null {
  const { lng, lat } = row.decision ?? {};
  if (lng !== undefined && lat !== undefined) return { lng, lat };
  return row.lng !== null && row.lat !== null ? { lng: row.lng, lat: row.lat } : null;
}

function categoryOf(
  row: WaitingRow,
  said: Said,
  reference: Reference,
  gazetteer: Gazetteer,
): Pick<Understood, 'category' | 'guess'> & { clauses: readonly Guess[] } {
  const chosen = row.decision?.categoryCode ?? row.categoryCode;
  const given = chosen ? reference.category.get(chosen) : undefined;
  if (given) return { category: given, guess: null, clauses: [] };
  const matterIn = (text: string): string => withoutFurther(withoutPlaces(gazetteer, text));
  const words = { title: matterIn(said.heading), text: matterIn(said.body) };
  const told = tellCall(modelOf(reference.matterModel), reference.category, words);
  return { category: reference.category.get(told.guess.code ?? otherCategory)!, ...told };
}

function ticketOf(row: WaitingRow): Ticket {
  const { platform, ticketNo, revision, kind, confidential, part } = row.detail;
  return {
    platform: String(platform),
    ticketNo: String(ticketNo),
    revision: Number(revision),
    kind: String(kind),
    confidential: confidential === true,
    part: typeof part === 'number' ? part : 1,
  };
}

/** Where and what, without saying twice what the place ends with and the matter begins with: 省道边坡 and 边坡位移. */
function joined(where: string, what: string): string {
  const shared = [...what].findLastIndex((_, i) => i > 0 && where.endsWith(what.slice(0, i + 1)));
  return where + what.slice(shared + 1);
}

/** 西江路蕉园村口积水: where and what, at most 40 characters; a caller's own heading wins, then the words themselves. */
function titleOf(row: WaitingRow, heading: string, category: Category, place: string | null): string {
  const where = place ?? cut(row.address ?? '', 20);
  const said = cut(row.body.replace(/\s+/g, ' '), 24);
  const named =
    category.code === otherCategory
      ? said.includes(where)
        ? said
        : `${where} ${said}`
      : joined(where, category.name);
  return cut(heading || named, 40);
}
