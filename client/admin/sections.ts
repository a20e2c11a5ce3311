import { referenceKinds } from '#contracts/reference.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import type { Session } from '#contracts/people.ts';
import { hasRight } from '../shared/session.tsx';

/** One section of the page: its address is /admin/{id}. */
export type Section = { id: string; name: string; right: string } & (
  | { shows: 'reference'; kind: ReferenceKind }
  | {
      shows:
        'accounts' | 'registry' | 'quarantine' | 'audit' | 'system' | 'duty' | 'write-back' | 'false-alarms';
    }
);
type Group = { name: string; sections: readonly Section[] };

/** 小类 is where the limits are, and everybody looks for them under that name. */
const titles: Partial<Record<ReferenceKind, string>> = { category: '小类与时限' };
const ofReference = (kind: ReferenceKind): Section => ({
  id: kind,
  name: titles[kind] ?? referenceKinds[kind].name,
  right: 'reference.read',
  shows: 'reference',
  kind,
});

export const groups: readonly Group[] = [
  {
    name: '人员',
    sections: [
      { id: 'accounts', name: '账号', right: 'account.read', shows: 'accounts' },
      { id: 'roster', name: '值班表', right: 'duty.read', shows: 'duty' },
    ],
  },
  {
    name: '办理规则',
    sections: (
      [
        'unit',
        'category',
        'route',
        'threshold',
        'camera-kind',
        'family',
        'cause',
        'reply-template',
        'report-limit',
        'hotline-platform',
      ] as const
    ).map(ofReference),
  },
  {
    name: '标准与日历',
    sections: (['calendar', 'warning-scale', 'response-scale', 'duty'] as const).map(ofReference),
  },
  {
    name: '数据接入',
    sections: [
      { id: 'registry', name: '设备登记', right: 'registry.read', shows: 'registry' },
      { id: 'false-alarms', name: '误报治理', right: 'false-alarm.read', shows: 'false-alarms' },
      { id: 'quarantine', name: '隔离区', right: 'quarantine.read', shows: 'quarantine' },
      { id: 'write-back', name: '热线回写', right: 'write-back.read', shows: 'write-back' },
    ],
  },
  {
    name: '安全与运行',
    sections: [
      { id: 'audit', name: '审计', right: 'audit.read', shows: 'audit' },
      { id: 'system', name: '系统', right: 'ops.read', shows: 'system' },
    ],
  },
];

/** The groups with the sections that the person may see; empty groups are left out. */
export function groupsFor(session: Session): readonly Group[] {
  return groups
    .map((group) => ({
      ...group,
      sections: group.sections.filter(({ right }) => hasRight(session, right)),
    }))
    .filter(({ sections }) => sections.length > 0);
}

/** The section that an address names; undefined when there is none of this name. */
export function sectionOf(pathname: string): Section | undefined {
  const [, , id] = pathname.split('/');
  return groups.flatMap(({ sections }) => sections).find((one) => one.id === id);
}
