import { categoryNameOf } from '#contracts/reference.ts';
import type { Reference } from '#contracts/reference.ts';
import type { SceneLine } from '#contracts/scene.ts';
import type { CameraCount, CategoryCount } from '#store/scenes.ts';
import type { OpenMatter } from '#store/scene-matters.ts';
import { holderOf } from './scene.ts';

/** 在办，按类: what is open of a category, and of it what is late or nobody has signed for. */
export function kindLine({ category }: Reference, one: CategoryCount): SceneLine {
  const late = one.overdue > 0 ? `超时 ${one.overdue} 件` : '';
  const unsigned = one.unsigned > 0 ? `未签收 ${one.unsigned} 件` : '';
  return {
    key: one.categoryCode,
    name: categoryNameOf({ category }, one.categoryCode),
    value: String(one.open),
    unit: '件',
    note: [late, unsigned].filter(Boolean).join('　') || '均已签收',
    holder: null,
    at: null,
    state: one.overdue > 0 ? 'over' : 'calm',
  };
}

/** 近一日 0/108 路，只计安全类: how many cameras saw something of this kind, which is not all that they saw. */
export const cameraWords = ({ heard, all }: Pick<CameraCount, 'heard' | 'all'>, kind: string): string =>
  `近一日 ${heard}/${all} 路，只计${kind}`;

/** One open matter by its township and category: whose words it has is not for a wall. */
export function matterLine(reference: Reference, one: OpenMatter, value: string): SceneLine {
  const name = categoryNameOf(reference, one.categoryCode);
  return {
    key: `i${one.id}`,
    name: `${one.town ?? one.district ?? '地点待定'}${name}`,
    value,
    unit: '',
    note: '',
    holder: holderOf(reference, one),
    at: one.openedAt.toISOString(),
    state: one.overdue ? 'over' : 'calm',
  };
}
