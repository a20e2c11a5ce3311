import { Role } from '#contracts/people.ts';

/** Who may: nobody needs to sign in, a door's token, everybody who signed in, or these roles. */
export type Allowed = 'public' | 'ingest' | 'signed-in' | readonly Role[];

/**
 * Every route and who may use it, written down apart from the program: whoever adds a route says here for whom.
 * The test fails on a route that is missing here, on an entry without a route, and on every difference.
 */
export const allowed: Record<string, Allowed> = {
  'get /healthz': 'public',
  'get /readyz': 'public',
  'get /metrics': 'public',
  'get /openapi.json': 'public',

  'post /api/session': 'public',
  'get /api/session': 'signed-in',
  'delete /api/session': 'signed-in',
  'put /api/session/password': 'signed-in',

  'get /api/accounts': ['security-admin', 'auditor'],
  'post /api/accounts': ['security-admin'],
  'put /api/accounts/:username': ['security-admin'],
  'post /api/accounts/:username/password': ['security-admin'],
  'post /api/accounts/:username/unlock': ['security-admin'],

  'get /api/audit': ['auditor'],
  'post /api/audit/verify': ['auditor'],
};

/** Roles that the table allows a route. */
export function rolesOf(entry: Allowed): readonly Role[] {
  return typeof entry === 'string' ? (entry === 'ingest' ? [] : Role.options) : entry;
}
