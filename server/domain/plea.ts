import type { Actor } from '#contracts/people.ts';
import { pleaNames } from '#contracts/plea.ts';
import type { PleaKind } from '#contracts/plea.ts';
import { can } from '#domain/rights.ts';

type Asked = { kind: PleaKind; firstBy: string | null };

/**
 * Why this person may not decide now, in words; null when they may. An appeal takes two (mission.md §7): whoever may
 * review it speaks first, then a shift leader who is another person.
 */
export function decidingRefusal(plea: Asked, actor: Actor): string | null {
  if (plea.kind !== 'appeal')
    return can(actor, `${plea.kind}.decide`) ? null : `${pleaNames[plea.kind]}由值班长审批，您的岗位不能审批`;
  if (plea.firstBy === null)
    return can(actor, 'appeal.review') ? null : '申诉由派遣员或值班长初审，您的岗位不能审批';
  if (!can(actor, 'appeal.decide')) return '申诉已经初审，由值班长复审，您的岗位不能审批';
  return plea.firstBy === actor.username ? '申诉须由另一人复审，初审人不能自己批' : null;
}
