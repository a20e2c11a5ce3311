import { Role } from '#contracts/people.ts';

/** Who may: nobody needs to sign in, a door's token, everybody who signed in, or these roles. */
export type Allowed = 'public' | 'ingest' | 'signed-in' | readonly Role[];

const centre = ['operator', 'shift-leader', 'dispatcher'] as const;
const unit = ['unit-clerk', 'field'] as const;
const filing = centre;
const answering = ['operator', 'shift-leader'] as const;
const dispatching = centre;
const reading = [...centre, 'leader', ...unit] as const;
const configuring = ['system-admin'] as const;
const judging = ['operator', 'shift-leader', 'system-admin'] as const;
const lists = Role.options.filter((role) => role !== 'wall');

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

  'post /api/calls': filing,
  'post /api/triage': filing,
  'get /api/incidents': reading,
  'get /api/incidents/:id': reading,
  'post /api/incidents/:id/accept': filing,
  'post /api/incidents/:id/refuse': filing,
  'post /api/incidents/:id/correct': filing,
  'post /api/incidents/:id/confirm-danger': filing,
  'post /api/incidents/:id/split': filing,
  'post /api/incidents/:id/absorb': filing,
  'post /api/incidents/:id/adopt': filing,
  'post /api/incidents/:id/release': filing,
  'post /api/incidents/:id/co-host': dispatching,
  'post /api/incidents/:id/dispatch': dispatching,
  'post /api/incidents/:id/recall': dispatching,
  'post /api/incidents/:id/decide': ['dispatcher', 'shift-leader'],
  'post /api/incidents/:id/resume': ['shift-leader'],
  'post /api/incidents/:id/urge': dispatching,
  'post /api/incidents/:id/review': dispatching,
  'post /api/incidents/:id/inspect': answering,
  'post /api/incidents/:id/close': ['shift-leader'],
  'post /api/incidents/:id/reopen': ['shift-leader'],
  'post /api/incidents/:id/redispatch': dispatching,
  'post /api/incidents/:id/rule': ['shift-leader'],
  'post /api/incidents/:id/answer': answering,
  'get /api/incidents/:id/bulletins': [...centre, 'leader'],
  'post /api/incidents/:id/bulletins': centre,
  'post /api/incidents/:id/reportable': centre,
  'post /api/incidents/:id/oral-report': centre,
  'put /api/bulletins/:id': centre,
  'delete /api/bulletins/:id': centre,
  'post /api/bulletins/:id/sign': ['shift-leader'],
  'get /api/bulletins/:id/docx': [...centre, 'leader'],
  'get /api/bulletins/:id/print': [...centre, 'leader'],
  'get /api/day-briefs': [...centre, 'leader'],
  'get /api/day-briefs/:day': [...centre, 'leader'],
  'get /api/day-briefs/:day/cases': [...centre, 'leader'],
  'get /api/day-briefs/:day/docx': [...centre, 'leader'],
  'get /api/day-briefs/:day/print': [...centre, 'leader'],
  'put /api/day-briefs/:day': answering,
  'post /api/day-briefs/:day/sign': ['shift-leader'],
  'get /api/duty': [...centre, 'leader', 'system-admin'],
  'put /api/duty': ['shift-leader', 'system-admin'],
  'delete /api/duty/:id': ['shift-leader', 'system-admin'],
  'post /api/duty/:id/reveal': centre,
  'get /api/callouts': [...centre, 'leader', 'system-admin'],
  'get /api/callouts/ledger': [...centre, 'leader', 'system-admin'],
  'post /api/callouts': centre,
  'post /api/called/:id': centre,
  'get /api/shift': [...centre, 'leader'],
  'post /api/shift': ['shift-leader'],
  'put /api/shift/:id': ['shift-leader'],
  'post /api/shift/:id/give': ['shift-leader'],
  'post /api/shift/:id/take': ['shift-leader'],
  'get /api/write-backs': [...answering, 'system-admin'],
  'post /api/write-backs/:id/push': [...answering, 'system-admin'],
  'post /api/write-backs/export': [...answering, 'system-admin'],
  'post /api/write-backs/confirm': [...answering, 'system-admin'],
  'post /api/incidents/:id/send-verify': filing,
  'post /api/incidents/:id/recall-verify': filing,
  'post /api/incidents/:id/send-inspect': answering,
  'post /api/incidents/:id/ask-special-close': ['shift-leader'],
  'post /api/incidents/:id/special-close': ['shift-leader', 'leader'],
  'get /api/special-closes': ['shift-leader', 'leader'],
  'get /api/waiting': filing,
  'post /api/waiting/:eventId/decide': filing,

  'get /api/requests/:id': reading,
  'post /api/requests/answer': answering,
  'post /api/requests/:id/follow-up': answering,
  'post /api/requests/:id/reveal': [...centre, ...unit],

  'get /api/tasks': reading,
  'get /api/tasks/:id': reading,
  'post /api/tasks/:id/sign': unit,
  'post /api/tasks/:id/arrive': unit,
  'post /api/tasks/:id/return': unit,
  'post /api/tasks/:id/report': unit,
  'get /api/tasks/:id/below': unit,
  'post /api/tasks/:id/pass-on': unit,
  'post /api/tasks/:id/judge': unit,
  'post /api/tasks/:id/track': dispatching,
  'get /api/hand-overs': reading,
  'post /api/tasks/:id/ask-extension': unit,
  'post /api/tasks/:id/ask-suspension': unit,
  'post /api/tasks/:id/appeal': unit,
  'post /api/tasks/:id/withdraw': unit,
  'post /api/tasks/:id/resume': unit,
  'post /api/tasks/:id/reply-supervision': unit,
  'get /api/supervisions': ['shift-leader', 'leader'],
  'post /api/supervisions/:id/sign': ['shift-leader', 'leader'],
  'post /api/supervisions/:id/discard': ['shift-leader', 'leader'],
  'post /api/supervisions/:id/release': ['shift-leader', 'leader'],
  'get /api/pleas': ['dispatcher', 'shift-leader'],
  'post /api/field/reports': [...centre, ...unit],
  'get /api/inbox': unit,
  'post /api/inbox/:id/read': unit,
  'post /api/photos': [...centre, ...unit],
  'get /api/photos/:id': reading,

  'post /api/ingest/sensor': 'ingest',
  'post /api/ingest/camera': 'ingest',
  'post /api/ingest/hotline': 'ingest',
  'post /api/ingest/report': 'ingest',
  'post /api/ingest/vessel': 'ingest',
  'post /api/ingest/vehicle': 'ingest',
  'post /api/ingest/warning': 'ingest',
  'get /api/quarantine': judging,
  'get /api/quarantine/:id': judging,
  'post /api/quarantine/:id/replay': judging,
  'post /api/quarantine/:id/drop': judging,

  'get /api/map/base': [...reading, 'system-admin', 'wall'],
  'get /api/map/base.pmtiles': [...reading, 'system-admin', 'wall'],
  'get /api/map/sensors': [...reading, 'system-admin', 'wall'],
  'get /api/map/cameras': [...reading, 'system-admin', 'wall'],

  'get /api/stats': [...centre, 'leader', 'unit-clerk'],
  'get /api/stats/brief': [...centre, 'leader', 'unit-clerk'],
  'get /api/stats/cases': [...centre, 'leader', 'unit-clerk'],
  'get /api/stats/events': [...centre, 'leader', 'unit-clerk'],
  'get /api/ops/state': ['shift-leader', 'system-admin', 'auditor'],
  'get /api/ops/unsent': ['shift-leader', 'system-admin', 'auditor'],
  'post /api/ops/unsent/:id': configuring,
  'get /api/wall/figures': [...centre, 'leader', 'wall'],

  'get /api/alerts': [...centre, 'leader', 'wall'],
  'post /api/alerts/:id/confirm': centre,
  'get /api/warnings': [...centre, 'leader', 'wall'],
  'get /api/warnings/:id': [...centre, 'leader', 'wall'],
  'post /api/warnings/:id/sign': centre,

  'get /api/districts': lists,
  'get /api/reference/:kind': lists,
  'get /api/reference/:kind/rows': lists,
  'put /api/reference/:kind/:code': configuring,
  'delete /api/reference/:kind/:code/edit': configuring,
  'get /api/registry/sensors': ['shift-leader', 'system-admin'],
  'get /api/registry/cameras': ['shift-leader', 'system-admin'],
  'put /api/registry/sensors': configuring,
  'put /api/registry/cameras': configuring,
};

/** Roles that the table allows a route. */
export function rolesOf(entry: Allowed): readonly Role[] {
  return typeof entry === 'string' ? (entry === 'ingest' ? [] : Role.options) : entry;
}
