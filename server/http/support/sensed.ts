import type { Threshold } from '#contracts/rules.ts';
import type { SceneLine, SceneListDraft } from '#contracts/scene.ts';
import { liveMinutes, countSensed, worstSensed } from '#store/scenes.ts';
import type { SensedRow } from '#store/scenes.ts';
import { holderOf } from './scene.ts';
import type { SceneCall } from './scene.ts';

/** What a metric says in the whole scope. */
export type Sensed = {
  rule: Threshold;
  all: number;
  live: number;
  over: number;
  /** Of all that speak. */
  sum: number;
  /** By district, the most past their line first. */
  districts: {
    district: string;
    all: number;
    live: number;
    over: number;
    newest: Date | null;
    sum: number;
  }[];
  /** Past their line first, then the most extreme. */
  rows: SensedRow[];
};

/** Digits after the point, by metric; counts and concentrations have none. */
const digits: Record<string, number> = {
  depth_m: 2,
  freeboard_m: 2,
  level_m: 2,
  pressure_mpa: 2,
  temp_c: 1,
  leq_db: 1,
  ch4_lel_pct: 1,
  rain_mm_h: 1,
};
export const valueWords = (metric: string, value: number): string => value.toFixed(digits[metric] ?? 0);

/** No wall has room for more. */
const mostRows = 30;

/** Reads one metric of the scene. Null: it has no rule. */
export async function sense(
  { tx, now, reference, categories }: SceneCall,
  metric: string,
  most = mostRows,
): Promise<Sensed | null> {
  const rule = reference.threshold.get(metric);
  if (!rule) return null;
  const counts = await countSensed(tx, metric, now);
  const below = rule.direction === 'below';
  const rows = await worstSensed(tx, { metric, below, categories, most, now });
  const total = (name: 'all' | 'live' | 'over' | 'sum'): number =>
    counts.reduce((sum, one) => sum + one[name], 0);
  const districts = counts
    .map(({ district, ...count }) => ({ ...count, district: district ?? '未定区域' }))
    .toSorted((a, b) => b.over - a.over);
  return {
    rule,
    all: total('all'),
    live: total('live'),
    over: total('over'),
    sum: total('sum'),
    districts,
    rows,
  };
}

/** The list of all that speak, of which a wall shows the worst. */
export function listOf(
  reference: SceneCall['reference'],
  sensed: Sensed | null,
  words: { title: string; none: string },
): SceneListDraft {
  const { live = 0, rows = [] } = sensed ?? {};
  const lines = sensed ? linesOf(reference, sensed) : [];
  return { ...words, lines, measure: '处', more: live - rows.length };
}

/** The lines of a list: what is past its line says who has it. */
export function linesOf(reference: SceneCall['reference'], { rule, rows }: Sensed): SceneLine[] {
  return rows.map((row) => ({
    key: row.deviceId,
    name: row.name,
    value: valueWords(rule.code, row.value),
    unit: rule.unit,
    note: row.over && row.status === null ? `${row.district ?? ''} 尚无在办事件`.trim() : '',
    holder: holderOf(reference, row),
    at: row.observedAt.toISOString(),
    state: row.over ? 'over' : 'calm',
  }));
}

/** 端州区等 3 地 7 处: where it is past its line. */
export function whereOver({ districts, over }: Sensed, measure = '处'): string {
  const overIn = districts.filter((one) => one.over > 0);
  const [first] = overIn;
  if (!first) return '';
  return `${first.district}${overIn.length > 1 ? `等 ${overIn.length} 地` : ''} ${over} ${measure}`;
}

/**
 * The answer of a metric in one sentence. `things` are its measuring points (积水点), `subject` is what is measured there
 * (积水): a sentence that names no subject would say that nothing at all is past its line.
 */
export function findingOf(sensed: Sensed | null, things: string, subject: string, sign: string): string {
  if (!sensed || sensed.all === 0) return `${things}尚未接入`;
  if (sensed.live === 0) return `${things}近 ${liveMinutes} 分钟没有读数`;
  const line = `${sensed.rule.raise} ${sign}`;
  const below = sensed.rule.direction === 'below';
  const space = /^[A-Z]/.test(subject) ? ' ' : '';
  if (sensed.over === 0)
    return `${spoken(sensed, '处')}${things}${space}${subject}${below ? '均不低于' : '均未超过'} ${line}`;
  return `${whereOver(sensed)}${space}${subject}${below ? '低于' : '超过'} ${line}`;
}

/** 12 处, or 有读数的 3/12 处: who is silent is not within its line. */
export const spoken = ({ live, all }: Pick<Sensed, 'live' | 'all'>, measure: string): string =>
  live < all ? `有读数的 ${live}/${all} ${measure}` : `${all} ${measure}`;

/** 积水点 66/68: how much of it speaks. */
export function shareWords(things: string, sensed: Sensed | null): string {
  return sensed && sensed.all > 0 ? `${things} ${sensed.live}/${sensed.all}` : `${things} 未接入`;
}

/** What this scene would still need, of what it can read. */
export function wantingOf(parts: readonly (readonly [string, Sensed | null])[]): string[] {
  return parts.flatMap(([things, sensed]) => (sensed && sensed.all > 0 ? [] : [things]));
}
