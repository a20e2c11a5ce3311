import { z } from 'zod';
import { say } from '../../server/launch/say.mjs';
import { readCity } from '#geodata/city.ts';
import { districtNames } from '#contracts/city.ts';
import { understand } from '#server/merge/understand.ts';
import type { Understood } from '#server/merge/understand.ts';
import type { WaitingRow } from '#store/merge-queue.ts';
import { isGrave } from '#text/danger/danger.ts';
import { distanceM } from '#domain/geo.ts';
import { maskText } from '#text/mask.ts';
import { normalise } from '#text/normalise.ts';
import { makeCore } from '#test/support/core.ts';
import { frozenLines } from './frozen-lines.ts';
import { frozenPairs } from './frozen-pairs.ts';

/** One text of another author, with what a good officer reads in it; see test/frozen/README.md. */
const Frozen = z.object({
  id: z.string(),
  text: z.string(),
  district: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  accuracy_m: z.number().nullable(),
  category: z.string().nullable(),
  acceptable: z.array(z.string()),
  urgent: z.boolean(),
  kind: z.string(),
  personal: z.array(z.string()),
});
type Frozen = z.infer<typeof Frozen>;
type Read = { label: Frozen; read: Understood };

/** The text as the hotline would bring it: nothing but words. */
export const asTicket = ({ id, text }: Pick<Frozen, 'id' | 'text'>, n: number): WaitingRow => ({
  eventId: n,
  acceptedOn: '2026-06-12',
  tries: 0,
  source: 'hotline',
  key: id,
  observedAt: new Date('2026-06-12T00:00:00Z'),
  acceptedAt: new Date('2026-06-12T00:00:00Z'),
  categoryCode: null,
  body: normalise(text),
  address: null,
  lng: null,
  lat: null,
  accuracyM: null,
  assetId: null,
  alarmKind: null,
  confidence: null,
  phase: null,
  severity: null,
  history: false,
  flags: [],
  detail: { platform: 'frozen', ticketNo: id, revision: 1, kind: 'complaint', confidential: false },
  sealed: null,
  decision: null,
});

const share = (hits: number, of: number): string =>
  `${hits} of ${of}, ${of === 0 ? '–' : ((hits / of) * 100).toFixed(1)}%`;
const count = <T>(list: readonly T[], is: (one: T) => boolean): number => list.filter(is).length;

function matters(all: readonly Read[]): void {
  const labelled = all.filter(({ label }) => label.category !== null && label.kind !== 'several');
  const right = ({ label, read }: Read): boolean =>
    [label.category, ...label.acceptable].includes(read.category.code);
  say(`  matter: ${share(count(labelled, right), labelled.length)} top-1`);
  const unnamed = count(labelled, (one) => one.read.category.code === 'other' && !right(one));
  say(`    of the rest left to a person: ${unnamed}`);
}

function places(all: readonly Read[], codes: ReadonlyMap<string, string>): void {
  const named = all.filter(({ label }) => label.district !== null);
  const said = named.filter(({ read }) => read.districtCode !== null);
  const right = count(said, ({ label, read }) => codes.get(label.district!) === read.districtCode);
  say(`  district: ${share(right, named.length)} right, ${said.length - right} wrong, the rest left open`);
  const pointed = all.filter(({ label }) => label.lon !== null && label.lat !== null);
  const placed = pointed.filter(({ read }) => read.at !== null);
  // The author's points are as rough as they say: nearer than that is right, and no metres are made of the rest.
  const near = count(placed, ({ label, read }) => {
    const error = distanceM(read.at!, { lng: label.lon!, lat: label.lat! });
    return error <= Math.max(100, label.accuracy_m ?? 0);
  });
  say(`  place: ${share(placed.length, pointed.length)} placed; ${share(near, pointed.length)} as near as the author knew`); // prettier-ignore
  const made = count(all, ({ label, read }) => label.lon === null && read.at !== null);
  say(`    placed where the author saw no point: ${made}`);
}

function danger(all: readonly Read[]): void {
  const rings = ({ read }: Read): boolean => isGrave(read.danger);
  const first = (one: Read): boolean => rings(one) || one.read.severity === 1;
  const urgent = all.filter(({ label }) => label.urgent);
  const calm = all.filter(({ label }) => !label.urgent);
  say(`  danger to life: ${share(count(urgent, rings), urgent.length)} rung by a word, ${share(count(urgent, first), urgent.length)} rung or 特急`); // prettier-ignore
  say(`    without need: ${share(count(calm, rings), calm.length)} rung, ${share(count(calm, first), calm.length)} rung or 特急`); // prettier-ignore
}

function personal(all: readonly Read[]): void {
  const pieces = all.flatMap(({ label }) =>
    label.personal.map((piece) => ({ piece, kept: maskText(normalise(label.text)).includes(piece) })),
  );
  say(
    `  personal data: ${share(
      count(pieces, ({ kept }) => !kept),
      pieces.length,
    )} masked`,
  );
}

/** 他人所写文本: what the center reads in texts that it was never tuned to. Printed, never a bound. */
export async function frozenTexts(): Promise<boolean> {
  const core = await makeCore();
  try {
    const { reference, gazetteer } = core.mergeParts;
    const all = frozenLines('texts', Frozen).map((label, n) => ({
      label,
      read: understand(asTicket(label, n), reference(), gazetteer()),
    }));
    say(`\nFrozen texts of another author: ${all.length}, as bare words from the hotline`);
    matters(all);
    places(all, districtNames(readCity('zhaoqing')));
    danger(all);
    personal(all);
    await frozenPairs(core);
    return true;
  } finally {
    await core.close();
  }
}
