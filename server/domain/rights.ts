import type { Actor, Role, Scope } from '#contracts/people.ts';

/** Everything that can be asked for. A route names one of these; nothing else decides (law 12). */
export const rights = [
  'incident.read',
  'incident.search',
  'incident.create',
  'incident.accept',
  'incident.dispatch',
  'incident.review',
  'incident.inspect',
  'incident.close',
  'incident.reopen',
  'incident.rule',
  'special.approve',
  'incident.merge',
  'extension.decide',
  'suspension.decide',
  'appeal.review',
  'appeal.decide',
  'supervision.sign',
  'supervision.sign-first',
  'supervision.sign-higher',
  'danger.confirm',
  'warning.sign',
  'alert.confirm',
  'false-alarm.read',
  'waiting.decide',
  'request.read',
  'request.answer',
  'request.follow-up',
  'person.reveal',
  'task.read',
  'task.work',
  'report.create',
  'photo.read',
  'photo.add',
  'stats.read',
  'bulletin.read',
  'bulletin.write',
  'bulletin.sign',
  'brief.read',
  'brief.edit',
  'brief.sign',
  'duty.read',
  'duty.edit',
  'duty.call',
  'shift.read',
  'shift.hand',
  'write-back.read',
  'write-back.push',
  'wall.read',
  'wall.drive',
  'wall.enrol',
  'map.read',
  'live.read',
  'inbox.read',
  'reference.read',
  'reference.edit',
  'registry.read',
  'registry.edit',
  'quarantine.read',
  'quarantine.decide',
  'account.read',
  'account.edit',
  'audit.read',
  'ops.read',
  'delivery.settle',
] as const;
export type Right = (typeof rights)[number];

/** What everybody at a desk of the centre may look at. */
const looking: readonly Right[] = [
  'incident.read',
  'incident.search',
  'request.read',
  'task.read',
  'photo.read',
  'stats.read',
  'bulletin.read',
  'brief.read',
  'duty.read',
  'shift.read',
  'false-alarm.read',
  'wall.read',
  'map.read',
  'live.read',
  'reference.read',
];

/** 值班员: files and dispatches a call in thirty seconds, alone at night (practice §三); closing is the shift leader's. */
const operator: readonly Right[] = [
  ...looking,
  'incident.create',
  'incident.accept',
  'incident.dispatch',
  'incident.review',
  'incident.inspect',
  'incident.merge',
  'danger.confirm',
  'warning.sign',
  'alert.confirm',
  'waiting.decide',
  'request.answer',
  'request.follow-up',
  'person.reveal',
  'report.create',
  'photo.add',
  'bulletin.write',
  'brief.edit',
  'duty.call',
  'wall.drive',
  'write-back.read',
  'write-back.push',
  'quarantine.read',
  'quarantine.decide',
];

const dispatcher: readonly Right[] = [
  ...looking,
  'extension.decide',
  'appeal.review',
  'incident.create',
  'incident.accept',
  'incident.dispatch',
  'incident.review',
  'incident.merge',
  'danger.confirm',
  'warning.sign',
  'alert.confirm',
  'waiting.decide',
  'person.reveal',
  'report.create',
  'photo.add',
  'bulletin.write',
  'duty.call',
  'wall.drive',
];

/** A unit sees the incidents of its own tasks only; the rows are cut by scopeOf. */
const unit: readonly Right[] = [
  'incident.read',
  'incident.search',
  'request.read',
  'task.read',
  'task.work',
  'report.create',
  'photo.read',
  'photo.add',
  'map.read',
  'live.read',
  'inbox.read',
  'reference.read',
  'person.reveal',
];

/**
 * 岗位与权限. 三员分立: the system administrator never reads the audit, the security administrator gives accounts
 * and roles, the auditor changes nothing. A wall only shows.
 */
const granted: Record<Role, readonly Right[]> = {
  operator,
  dispatcher,
  'shift-leader': [
    ...operator,
    ...dispatcher,
    'incident.close',
    'incident.reopen',
    'incident.rule',
    'suspension.decide',
    'appeal.decide',
    'bulletin.sign',
    'brief.sign',
    'duty.edit',
    'shift.hand',
    'wall.enrol',
    'supervision.sign',
    'supervision.sign-first',
    'special.approve',
    'ops.read',
    'registry.read',
  ],
  'unit-clerk': [...unit, 'stats.read'],
  field: unit,
  // 中心负责人: looks, signs what outranks the shift, and approves what another has asked for.
  leader: [...looking, 'supervision.sign', 'supervision.sign-higher', 'special.approve'],
  'system-admin': [
    'reference.read',
    'reference.edit',
    'registry.read',
    'registry.edit',
    'quarantine.read',
    'quarantine.decide',
    'map.read',
    'ops.read',
    'delivery.settle',
    'duty.read',
    'duty.edit',
    'write-back.read',
    'write-back.push',
  ],
  'security-admin': ['account.read', 'account.edit', 'reference.read'],
  auditor: ['audit.read', 'account.read', 'reference.read', 'ops.read'],
  wall: ['wall.read', 'map.read', 'live.read'],
};

/** 接口: whoever brings CHENGYUN_API_TOKEN; an operator who can only read. */
export const apiActor: Actor = {
  username: 'api-token',
  name: '接口',
  roles: ['operator'],
  unitCode: null,
  districtCode: null,
};

/** 数据源: whoever brings CHENGYUN_INGEST_TOKEN; feeds the doors and the registries, and reads nothing. */
export const ingestActor: Actor = {
  username: 'ingest-token',
  name: '数据源',
  roles: [],
  unitCode: null,
  districtCode: null,
};

/** Names that no account may take. */
export const reservedNames: readonly string[] = ['system', apiActor.username, ingestActor.username];

/**
 * What stands in quarantine belongs to no district yet; what was not delivered, the devices, the running of the system, the
 * brief of the day, the roster, the shift and the walls are the whole city's: only its own seats read them.
 */
const cityOnly: readonly Right[] = [
  'quarantine.read',
  'quarantine.decide',
  'ops.read',
  'registry.read',
  'brief.read',
  'brief.edit',
  'brief.sign',
  'duty.read',
  'duty.edit',
  'duty.call',
  'shift.read',
  'shift.hand',
  'wall.drive',
  'wall.enrol',
  'write-back.read',
  'write-back.push',
];
/** 三员 work for the whole city: a district's would give accounts and settings far beyond it. */
const cityRoles: readonly Role[] = ['system-admin', 'security-admin', 'auditor'];

/** All rights of this actor, each once. */
export function rightsOf(actor: Actor): Right[] {
  if (actor.username === ingestActor.username) return ['registry.edit'];
  const all = new Set(actor.roles.flatMap((role) => granted[role]));
  const readOnly = actor.username === apiActor.username;
  if (actor.districtCode !== null) for (const right of cityOnly) all.delete(right);
  return rights.filter((right) => all.has(right) && (!readOnly || right.endsWith('.read')));
}

/** Default deny: true only for a right that one of the actor's roles gives. */
export function can(actor: Actor, right: Right): boolean {
  return rightsOf(actor).includes(right);
}

const cityWide: readonly Role[] = ['operator', 'shift-leader', 'dispatcher', 'leader', 'wall'];

/**
 * The rows that the actor may see. Whoever belongs to a unit sees that unit's tasks, whoever belongs to a
 * district that district's; the roles of the city's centre see the city; everybody else no row at all.
 */
export function scopeOf(actor: Actor): Scope {
  const districts = actor.districtCode === null ? [] : [actor.districtCode];
  const central = actor.roles.some((role) => cityWide.includes(role));
  if (central && actor.unitCode === null) return districts.length === 0 ? '*' : { units: [], districts };
  if (actor.unitCode !== null) return { units: [actor.unitCode], districts: [] };
  return { units: [], districts: [] };
}

/** Why these roles cannot be held by one account, in Chinese; null when they can (三员分立). */
export function roleConflict(roles: readonly Role[], districtCode: string | null = null): string | null {
  if (roles.length === 0) return '至少选择一个岗位';
  if (roles.includes('auditor') && roles.length > 1) return '审计员不得兼任其他岗位';
  if (roles.includes('wall') && roles.length > 1) return '大屏账号不得兼任其他岗位';
  if (roles.includes('system-admin') && roles.includes('security-admin'))
    return '系统管理员与安全管理员不得由一人兼任';
  const ofUnit = roles.some((role) => role === 'unit-clerk' || role === 'field');
  const ofCentre = roles.some(
    (role) => role === 'operator' || role === 'dispatcher' || role === 'shift-leader',
  );
  if (districtCode !== null && roles.some((role) => cityRoles.includes(role)))
    return '系统管理员、安全管理员、审计员管全市，不得限定区县';
  if (ofUnit && ofCentre) return '中心岗位与承办单位岗位不得由一人兼任';
  return null;
}
