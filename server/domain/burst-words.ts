import { distanceWords } from '#contracts/arrival.ts';
import type { Cause } from '#contracts/cause.ts';
import { spanM } from './burst-space.ts';
import type { Seen } from '#contracts/burst.ts';
import type { Scene } from './burst-scene.ts';
import { clockWords as clock } from './city-day.ts';
import { leastDays, tail } from './unusual.ts';
import type { Usual } from './unusual.ts';

const hoursWords = (minutes: number): string =>
  minutes % 60 === 0 ? `${minutes / 60} 小时` : `${minutes} 分钟`;

/** 内涝积水 12 处、排水堵塞 3 处: the most frequent first. */
export function byFamily({ reference }: Pick<Scene, 'reference'>, group: readonly Seen[]): string {
  const counts = new Map<string, number>();
  for (const { familyCode } of group) counts.set(familyCode, (counts.get(familyCode) ?? 0) + 1);
  return [...counts]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([code, count]) => `${reference.family.get(code)?.name ?? code} ${count} 处`)
    .join('、');
}

/** 06:10 至 06:25 先后发生. */
function spanWords(group: readonly Seen[]): string {
  const times = group.map(({ at }) => at.getTime());
  const [first, last] = [clock(new Date(Math.min(...times))), clock(new Date(Math.max(...times)))];
  const wide = group.length > 1 ? `，最远两处相距 ${distanceWords(spanM(group))}` : '';
  return first === last ? `${first} 发生${wide}` : `${first} 至 ${last} 先后发生${wide}`;
}

export function nearReasons(scene: Scene, cause: Cause, known: Seen, children: readonly Seen[]): string[] {
  return [
    `${clock(known.at)} ${known.title}（${known.no}）之后 ${hoursWords(cause.windowMinutes)}内、${distanceWords(cause.radiusM)}内：${byFamily(scene, children)}`,
    spanWords(children),
    `因果表“${cause.name}”：${cause.source}`,
  ];
}

export function areaReasons(
  scene: Scene,
  cause: Cause,
  found: {
    known: Seen | null;
    core: readonly Seen[];
    others: readonly Seen[];
    usual: Usual | null;
    expected: number | null;
  },
): string[] {
  const { known, core, others, usual, expected } = found;
  const all = [...core, ...others];
  return [
    ...(core.length > 0 ? [`近 ${hoursWords(cause.windowMinutes)} ${byFamily(scene, core)}`] : []),
    ...(core.length > 0 && known?.isParent !== true ? [usualWords(core.length, usual, expected)] : []),
    spanWords(all),
    ...(others.length > 0 ? [`其间另有 ${byFamily(scene, others)}`] : []),
    ...(known ? [`${clock(known.at)} 已有案件 ${known.no} ${known.title}`] : []),
    `因果表“${cause.name}”：相邻不超过 ${distanceWords(cause.radiusM)}`,
  ];
}

function usualWords(n: number, usual: Usual | null, expected: number | null): string {
  if (usual === null || expected === null) return `平日资料不足 ${leastDays} 天，只按处数研判`;
  const mean = expected < 0.1 ? '不足 0.1' : `约 ${expected.toFixed(1)}`;
  return `平日同时段${mean} 处（近 ${Math.floor(usual.days)} 天共 ${usual.count} 处），偶然至此的可能${oddsWords(tail(n, expected))}`;
}

function oddsWords(odds: number): string {
  if (odds < 1e-6) return '不足百万分之一';
  if (odds < 1e-5) return '不足十万分之一';
  return `约 ${(odds * 100).toFixed(odds < 0.01 ? 3 : 1)} %`;
}
