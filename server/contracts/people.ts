import { z } from 'zod';

/** 岗位: what a person may do comes from roles only; rights are decided in domain/rights.ts. */
export const Role = z.enum([
  'operator',
  'shift-leader',
  'dispatcher',
  'unit-clerk',
  'field',
  'leader',
  'system-admin',
  'security-admin',
  'auditor',
  'wall',
]);
export type Role = z.infer<typeof Role>;

export const roleNames: Record<Role, string> = {
  operator: '值班员',
  'shift-leader': '值班长',
  dispatcher: '派遣员',
  'unit-clerk': '单位经办人',
  field: '处置人员',
  leader: '领导',
  'system-admin': '系统管理员',
  'security-admin': '安全管理员',
  auditor: '审计员',
  wall: '大屏',
};

/** Who acts: a signed-in person, or the machine itself. `scope` null is city-wide. */
export const Actor = z.object({
  username: z.string(),
  name: z.string(),
  roles: z.array(Role),
  unitCode: z.string().nullable(),
  districtCode: z.string().nullable(),
});
export type Actor = z.infer<typeof Actor>;

/** Whose rows may be seen: all of the city, or those of some units and districts (by code). */
export type Scope = '*' | { units: readonly string[]; districts: readonly string[] };

/** 系统: moves that the machine makes by rule. */
export const machine: Actor = {
  username: 'system',
  name: '系统',
  roles: [],
  unitCode: null,
  districtCode: null,
};

export const Account = Actor.extend({
  disabled: z.boolean(),
  lockedUntil: z.iso.datetime({ offset: true }).nullable(),
  dutySeat: z.boolean(),
  lastSignInAt: z.iso.datetime({ offset: true }).nullable(),
});
export type Account = z.infer<typeof Account>;

/** GET /api/session: who I am and what I may do. */
export const Session = z.object({
  actor: Actor,
  unitName: z.string().nullable(),
  rights: z.array(z.string()),
  mark: z.enum(['real', 'demo', 'drill', 'test']),
  cityName: z.string(),
  centreName: z.string(),
  now: z.iso.datetime({ offset: true }),
});
export type Session = z.infer<typeof Session>;
