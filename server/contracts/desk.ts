import { z } from 'zod';
import { AnswerText } from './answer.ts';
import { TriageMatter } from './call.ts';
import { DispatchMode } from './dispatch-mode.ts';
import { FalseAlarmBody, IncidentAlarm } from './false-alarm.ts';
import { Deadline, HistoryRow, Incident, LinkedEvent } from './incident.ts';
import { accuracyM, lat, lng } from './place.ts';
import { Plea } from './plea.ts';
import { CityRequest } from './request.ts';
import { SuperviseBody, Supervision } from './supervision.ts';
import { Task } from './task.ts';

const instant = z.iso.datetime({ offset: true });
const reason = z.string().trim().min(4, '理由至少 4 个字').max(500);
const versioned = { version: z.number().int() };

/** 母案、子案、曾发、已并入: another incident as it stands beside this one. */
export const Kin = Incident.pick({
  id: true, no: true, version: true, title: true, status: true, severity: true, departmentName: true,
}); // prettier-ignore
export type Kin = z.infer<typeof Kin>;

/** 特殊结案, as it was asked for. */
export const SpecialClose = z.object({
  id: z.number().int(),
  askedAt: instant,
  askedBy: z.string(),
  askedName: z.string(),
  basis: z.string(),
  photoIds: z.array(z.string()),
});
export type SpecialClose = z.infer<typeof SpecialClose>;
/** GET /api/special-closes: what waits for a second person. */
export const SpecialCloseItem = SpecialClose.extend({ incident: Kin });
export type SpecialCloseItem = z.infer<typeof SpecialCloseItem>;

/** One more unit beside the host: its own task, note and clock. */
const CoHost = z.object({
  unitCode: z.string(),
  /** Absent: the usual way to ask such a unit. */
  mode: DispatchMode.optional(),
  note: z.string().max(500).default(''),
});
/** Of 110, 119, 120: who answered over there, and when; absent as long as nobody has. */
const received = { seat: z.string().trim().min(1).max(50).optional(), receivedAt: instant.optional() };

/** GET /api/incidents/:id: everything the desk shows about one incident. */
export const IncidentDetail = Incident.extend({
  basis: z.string().nullable(),
  /** 立案条件, and those that its category has with the unit's limit under each. */
  condition: z.string(),
  conditions: z.array(z.object({ condition: z.string(), limit: z.string() })),
  events: z.array(LinkedEvent),
  /** 设备告警: what cameras and sensors said here, and what of it was marked 误报. */
  alarms: z.array(IncidentAlarm),
  requests: z.array(CityRequest),
  /** 一电多事: callers who seem to have told several matters and were filed as one; a person parts them, or nobody. */
  several: z.array(z.object({ requestId: z.number().int(), matters: z.array(TriageMatter) })),
  history: z.array(HistoryRow),
  tasks: z.array(Task),
  deadlines: z.array(Deadline),
  /** 核查、特殊结案的附件: photos of the centre itself. */
  attachments: z.array(z.object({ id: z.string(), state: z.string() })),
  /** 特殊结案 that waits for a second person. */
  specialClose: SpecialClose.nullable(),
  /** Who lives where it is and can go and look: the township, else the district's centre. */
  checker: z.object({ unitCode: z.string(), unitName: z.string(), basis: z.string() }).nullable(),
  /** Those of them that this person may see. */
  kin: z.object({
    parent: Kin.nullable(),
    recurrenceOf: Kin.nullable(),
    mergedInto: Kin.nullable(),
    children: z.array(Kin),
    /** How the parent ended, once it has; what its children are advised to do is theirs to decide. */
    parentEnd: z.string().nullable(),
  }),
  /** What units asked for their time, and how it was decided. */
  pleas: z.array(Plea),
  /** 督办单: sent ones, and for who may sign them the drafts. */
  supervisions: z.array(Supervision),
  /** Who should have it and why: 权属与职责清单. */
  suggestion: z.object({ unitCode: z.string(), unitName: z.string(), basis: z.string() }).nullable(),
  /** The moves that this actor may make now, in order; the first is the primary one. */
  moves: z.array(z.object({ move: z.string(), name: z.string(), key: z.string().nullable() })),
  /** A drafted answer to the callers, from the template of the category. */
  draft: z.string().nullable(),
});
export type IncidentDetail = z.infer<typeof IncidentDetail>;

/** POST /api/incidents/:id/{move}; each answers the new Incident row. A stale version is refused with 409. */
export const moveBodies = {
  /** 受理: received → to-dispatch (filed by rule on the way). */
  accept: z.object({
    ...versioned,
    categoryCode: z.string().optional(),
    severity: z.number().int().min(1).max(4).optional(),
  }),
  /** 不予受理. */
  refuse: z.object({ ...versioned, reason, falseAlarm: FalseAlarmBody.optional() }),
  /** 标误报. */
  'mark-false': FalseAlarmBody.safeExtend(versioned),
  /** 即时答复办结: consultations; no task, no inspection. */
  answer: z.object({ ...versioned, text: AnswerText }),
  /** 派遣: from received (accepts on the way) or to-dispatch. */
  dispatch: z.object({
    ...versioned,
    unitCode: z.string(),
    note: z.string().max(500).default(''),
    basis: z.string().max(200).optional(),
    /** 立案条件: absent, the one it has. */
    condition: z.string().max(30).optional(),
    coHosts: z.array(CoHost).max(20).default([]),
    ...received,
  }),
  /** 协办: one more unit is asked, told or handed over to; the incident stays where it stands. */
  'co-host': z.object({ ...versioned, ...CoHost.shape, ...received }),
  /** 挂子案, 脱离母案. */
  adopt: z.object({ incidentIds: z.array(z.number().int()).min(1).max(500), reason }),
  release: z.object({ ...versioned, reason }),
  /** 改派: also what is signed for. */
  redispatch: z.object({ ...versioned, unitCode: z.string(), reason }),
  /** 裁定: after the second return. */
  rule: z.object({
    ...versioned,
    unitCode: z.string(),
    basis: z.string().trim().min(4, '依据至少 4 个字').max(170),
  }),
  /** 撤回: before it is signed. */
  recall: z.object({ ...versioned, reason }),
  /** 审核. */
  review: z.object({ ...versioned, pass: z.boolean(), reason: z.string().max(500).default('') }),
  /** 核查. */
  inspect: z.object({
    ...versioned,
    pass: z.boolean(),
    /** What was seen (核查情况); a photo does as well. */
    reason: z.string().trim().max(500).default(''),
    photoIds: z.array(z.uuid()).max(9).default([]),
  }),
  /** 派核实、派核查: whom to send there to look. */
  'send-verify': z.object({ ...versioned, unitCode: z.string(), note: z.string().max(500).default('') }),
  'send-inspect': z.object({ ...versioned, unitCode: z.string(), note: z.string().max(500).default('') }),
  /** 撤回核实. */
  'recall-verify': z.object({ ...versioned, reason }),
  /** 特殊结案: asked for with basis and attachment; another person decides. */
  'ask-special-close': z.object({
    ...versioned,
    basis: z.string().trim().min(4, '依据至少 4 个字').max(500),
    photoIds: z.array(z.uuid()).min(1, '请附上依据的照片或扫描件').max(9),
  }),
  'special-close': z.object({
    ...versioned,
    pass: z.boolean(),
    reason: z.string().trim().max(500).default(''),
  }),
  /** 结案 (from inspecting, when the inspection has passed). */
  close: z.object({
    ...versioned,
    reason: z.string().max(500).default(''),
    falseAlarm: FalseAlarmBody.optional(),
  }),
  /** 督办. */
  supervise: SuperviseBody,
  /** 重开. */
  reopen: z.object({ ...versioned, reason, whenOpenNearby: z.enum(['ask', 'apart']).default('ask') }),
  /** 审批延期、挂账、申诉. */
  decide: z.object({ ...versioned, grant: z.boolean(), reason }),
  /** 恢复办理: ends a suspension before its day. */
  resume: z.object({ ...versioned, reason }),
  /** 催办. */
  urge: z.object({ ...versioned, reason: z.string().max(500).default('') }),
  /** 定位、改类、改级. */
  correct: z.object({
    ...versioned,
    categoryCode: z.string().optional(),
    severity: z.number().int().min(1).max(4).optional(),
    title: z.string().trim().min(2).max(100).optional(),
    lng: lng.optional(),
    lat: lat.optional(),
    reason,
  }),
  /** 确认险情: stops the ringing, names who judged it. */
  'confirm-danger': z.object({ ...versioned, note: z.string().trim().min(2, '请写明如何处置').max(500) }),
  /** The contract's own calls: any reason that says something will do. */
  split: z.object({
    eventIds: z.array(z.number().int()).min(1).max(5_000),
    reason: z.string().trim().min(1, '请写明理由').max(500),
  }),
  absorb: z.object({
    // Each is locked with its place: a list without an end would hold the merge up for minutes.
    incidentIds: z.array(z.number().int()).min(1).max(100),
    reason: z.string().trim().min(1, '请写明理由').max(500),
  }),
} as const;
export type Move = keyof typeof moveBodies;

/** GET /api/waiting: events that a person must judge, candidates side by side. */
export const WaitingEvent = z.object({
  eventId: z.number().int(),
  source: z.string(),
  key: z.string(),
  observedAt: instant,
  since: instant,
  body: z.string(),
  address: z.string().nullable(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
  accuracyM: z.number().nullable(),
  categoryCode: z.string(),
  categoryName: z.string(),
  danger: z.array(z.string()),
  why: z.string(),
  places: z.array(
    z.object({
      name: z.string(),
      lng: z.number(),
      lat: z.number(),
      accuracyM: z.number(),
      districtCode: z.string().nullable(),
    }),
  ),
  candidates: z.array(z.object({ incident: Incident, score: z.number(), reasons: z.array(z.string()) })),
});
export type WaitingEvent = z.infer<typeof WaitingEvent>;
/** POST /api/waiting/:eventId/decide: attach to one, or open a new incident (with a place, when one was chosen). */
export const DecideBody = z.object({
  incidentId: z.number().int().nullable(),
  lng: lng.optional(),
  lat: lat.optional(),
  accuracyM: accuracyM.optional(),
  categoryCode: z.string().optional(),
});

export const QuarantineRow = z.object({
  id: z.number().int(),
  source: z.string(),
  key: z.string().nullable(),
  deviceId: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  receivedAt: instant,
  state: z.enum(['open', 'replayed', 'dropped']),
  decidedAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  /** The item as it came, masked; only on GET /api/quarantine/:id. */
  item: z.string().optional(),
});
export type QuarantineRow = z.infer<typeof QuarantineRow>;
