import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { say } from '../../server/launch/say.mjs';
import { districtsAt } from '#store/areas.ts';
import { plan } from '#server/merge/plan.ts';
import type { Knowledge } from '#server/merge/plan.ts';
import { understand } from '#server/merge/understand.ts';
import type { Understood } from '#server/merge/understand.ts';
import type { WaitingRow } from '#store/merge-queue.ts';
import { normalise } from '#text/normalise.ts';
import { makeCore } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';

const Point = z.tuple([z.number(), z.number()]).optional();
/** Two calls so many minutes apart; `kept` ones are never looked at while weights are chosen. */
const Pair = z.object({
  case: z.string(),
  label: z.enum(['same', 'different']),
  kept: z.boolean(),
  a: z.string(),
  b: z.string(),
  minutes: z.number(),
  pa: Point,
  pb: Point,
});
type Pair = z.infer<typeof Pair>;

const rowOf = (text: string, n: number, minutes: number, point: [number, number] | undefined): WaitingRow => ({
  eventId: n,
  acceptedOn: '2026-06-12',
  tries: 0,
  source: 'hotline',
  key: `own/${n}/1`,
  observedAt: new Date(Date.UTC(2026, 5, 12, 0, minutes)),
  acceptedAt: new Date(Date.UTC(2026, 5, 12, 0, minutes)),
  categoryCode: null,
  body: normalise(text),
  address: null,
  lng: point?.[0] ?? null,
  lat: point?.[1] ?? null,
  accuracyM: point ? 150 : null,
  assetId: null,
  alarmKind: null,
  confidence: null,
  phase: null,
  severity: null,
  history: false,
  flags: [],
  detail: { platform: 'own', ticketNo: String(n), revision: 1, kind: 'complaint', confidential: false },
  sealed: null,
  decision: null,
}); // prettier-ignore

const nothing = (): Knowledge => ({
  identity: new Map(),
  held: new Set(),
  decided: new Map(),
  quiet: new Map(),
  open: new Map(),
  closed: new Map(),
  concerned: new Map(),
});

/** Whether one matter comes of both, in one batch of an empty city. */
async function joins(
  core: Core,
  { a, b, minutes, pa, pb }: Pair,
): Promise<{ joined: boolean; read: Understood[] }> {
  const { reference, gazetteer } = core.mergeParts;
  const read = [rowOf(a, 1, 0, pa), rowOf(b, 2, minutes, pb)].map((row) =>
    understand(row, reference(), gazetteer()),
  );
  for (const event of read) {
    const [area] = event.at ? await districtsAt(core.pool, [event.at]) : [];
    event.districtCode = area?.districtCode ?? event.districtCode;
  }
  return { joined: plan(read, nothing(), reference()).openings.length === 1, read };
}

/** 自编报送对: the cases of practice.md §七 in words of our own; half are kept aside. Printed, never a bound. */
export async function ownPairs(): Promise<boolean> {
  const text = readFileSync(new URL('own-pairs.jsonl', import.meta.url), 'utf8');
  const pairs = text.trim().split('\n').map((line) => Pair.parse(JSON.parse(line))); // prettier-ignore
  const core = await makeCore();
  try {
    say('\nPairs of our own: right of all, and of those kept aside');
    const right = new Map<string, [number, number, number, number]>();
    for (const pair of pairs) {
      const { joined, read } = await joins(core, pair);
      const ok = joined === (pair.label === 'same');
      const row = right.get(pair.case) ?? [0, 0, 0, 0];
      right.set(pair.case, pair.kept ? [row[0], row[1], row[2] + Number(ok), row[3] + 1] : [row[0] + Number(ok), row[1] + 1, row[2], row[3]]); // prettier-ignore
      if (!ok && !pair.kept && process.argv.includes('--show'))
        say(`    ${pair.label}: ${pair.a} | ${pair.b}  ${read.map((one) => `${one.category.code} ${one.placeName ?? ''} ${one.accuracyM}`).join(' / ')}`); // prettier-ignore
    }
    for (const [name, [ok, of, keptOk, keptOf]] of right) say(`  ${name}: ${ok} of ${of}, kept aside ${keptOk} of ${keptOf}`); // prettier-ignore
    return true;
  } finally {
    await core.close();
  }
}
