import type { Role } from './people.ts';

/** The pages of the city, each with the rights of which one opens it, and with its name. */
export const pages = [
  { href: '/desk', name: '值班台', rights: ['incident.read'] },
  { href: '/wall', name: '大屏', rights: ['wall.read'] },
  { href: '/stats', name: '统计', rights: ['stats.read'] },
  { href: '/field', name: '处置端', rights: ['task.work'] },
  {
    href: '/admin',
    name: '管理',
    rights: [
      'reference.edit',
      'account.read',
      'audit.read',
      'registry.read',
      'quarantine.read',
      'write-back.read',
    ],
  },
] as const;

/** The pages that these rights open. */
export function pagesFor(rights: readonly string[]): { href: string; name: string }[] {
  return pages
    .filter((page) => page.rights.some((right) => rights.includes(right)))
    .map(({ href, name }) => ({ href, name }));
}

const homes: readonly (readonly [Role, string])[] = [
  ['wall', '/wall'],
  ['operator', '/desk'],
  ['shift-leader', '/desk'],
  ['dispatcher', '/desk'],
  ['leader', '/stats'],
  ['field', '/field'],
  ['unit-clerk', '/desk'],
  ['system-admin', '/admin'],
  ['security-admin', '/admin'],
  ['auditor', '/admin'],
];

/** The page on which a person's work begins. */
export function homeOf(roles: readonly Role[]): string {
  return homes.find(([role]) => roles.includes(role))?.[1] ?? '/desk';
}
