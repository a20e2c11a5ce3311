import type { IncidentStatus } from '#contracts/incident.ts';
import type { Reference } from '#contracts/reference.ts';
import type { SceneDraft, SceneLine, SceneNumber } from '#contracts/scene.ts';
import { grouped } from '#domain/kpi.ts';
import { yesterdayWords } from '#domain/records.ts';
import type { Records } from '#domain/records.ts';
import type { Right } from '#domain/rights.ts';
import type { Db } from '#store/db.ts';
import { countMatters } from '#store/scenes.ts';

/** What the figures of a scene are made from: one snapshot of the caller's scope. */
export type SceneCall = Records & { tx: Db; reference: Reference; categories: readonly string[] };

/** What one 专题 says. A file of the folder `scenes` exports `scene`, whose id is the name of the file. */
export type SceneMaker = {
  id: string;
  title: string;
  right: Right;
  /** 归并族 whose matters belong to it; null: those of all. */
  families: readonly string[] | null;
  /** Categories whose matters belong to it though their family is another subject's. */
  categories?: readonly string[];
  figures: (call: SceneCall) => Promise<SceneDraft>;
};

/** The categories of a scene: what a city adds to a family belongs to its scene too. */
export function categoriesOf(
  { category }: Reference,
  { families, categories = [] }: Pick<SceneMaker, 'families' | 'categories'>,
): string[] {
  const all = [...category.values()];
  const own = all.filter(
    ({ code, familyCode }) => families === null || families.includes(familyCode) || categories.includes(code),
  );
  return own.map(({ code }) => code);
}

/** Who has the open incident of a line. */
export function holderOf(
  { unit }: Reference,
  { status, unitCode }: { status: string | null; unitCode: string | null },
): SceneLine['holder'] {
  if (status === null) return null;
  const departmentName = unit.get(unitCode ?? '')?.name ?? null;
  return { departmentName, status: status as IncidentStatus };
}

/** A large figure with what it is counted against. */
export function numberOf(
  label: string,
  value: number | string,
  of: string,
  rest: Partial<Pick<SceneNumber, 'unit' | 'state'>> = {},
): SceneNumber {
  const { unit = '', state = 'calm' } = rest;
  return { label, value: typeof value === 'number' ? grouped(value) : value, unit, of, state };
}

/** 今日事件: how many of these categories came today, against yesterday until the same time, and who has not signed. */
export async function mattersNumber(call: SceneCall): Promise<SceneNumber> {
  const { tx, now, categories } = call;
  const { open, unsigned, overdue, today, yesterdaySameTime } = await countMatters(tx, categories, now);
  const burden =
    overdue > 0 ? `，超时 ${grouped(overdue)}` : unsigned > 0 ? `，未签收 ${grouped(unsigned)}` : '';
  return numberOf(
    `在办${burden}`,
    open,
    `今日事件 ${grouped(today)}，${yesterdayWords(yesterdaySameTime, call)}`,
    {
      unit: '件',
      state: overdue > 0 ? 'over' : 'calm',
    },
  );
}
