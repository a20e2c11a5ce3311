import { z } from 'zod';
import { phoneKind } from '#text/phone.ts';
import type { Draft, Parsed, Reading, Source } from './source.ts';
import {
  Instant,
  Name,
  Position,
  Words,
  badTime,
  instantMs,
  readInstant,
  readPosition,
  refuse,
  wordsOf,
} from './common.ts';

const Ticket = z.object({
  platform: Name,
  ticketNo: Name,
  revision: z.number().int().min(1).max(10_000).default(1),
  title: z.string().max(500).optional(),
  text: Words.min(1, '不得为空'),
  address: z.string().max(500).optional(),
  ...Position,
  callerName: z.string().max(100).optional(),
  callerPhone: z.string().max(50).optional(),
  calledAt: Instant,
  kind: z.enum(['consult', 'help', 'complaint', 'report', 'suggestion', 'praise']).default('help'),
  confidential: z.boolean().default(false),
  categoryCode: z.string().max(60).optional(),
  departmentCode: z.string().max(60).optional(),
  urgent: z.boolean().default(false),
  /** 一电多事: a further matter of the same ticket, counted from 2. It merges on its own; the answer is one. */
  part: z.number().int().min(2).max(9).optional(),
});
type Ticket = z.infer<typeof Ticket>;

/** 12345 热线工单: key platform, ticketNo, revision. A caller's pin is good to 150 m; a place is never required. */
export const source: Source = {
  id: 'hotline',
  title: '热线',
  list: 'tickets',
  item: Ticket,
  quietMinutes: 30,
  read(raw, reading) {
    const parsed = Ticket.safeParse(raw);
    if (!parsed.success) return refuse('bad-item', wordsOf(parsed.error));
    return toDraft(parsed.data, reading);
  },
};

/** No revision ends so: a further matter never has the key of another ticket. */
function keyOf({ platform, ticketNo, revision, part }: Ticket): string {
  return `${platform}/${ticketNo}/${revision}${part ? `/part-${part}` : ''}`;
}

function toDraft(ticket: Ticket, { now, bounds, reference }: Reading): Parsed {
  const key = keyOf(ticket);
  if (ticket.part && ticket.revision > 1) return refuse('bad-item', '多件事只在首次来件时分件', key);
  const times = readInstant(ticket.calledAt, now);
  if (!times) return refuse('bad-time', badTime, key);
  const at = readPosition(ticket, bounds);
  if (at === 'outside') return refuse('outside-city', '坐标不在本市范围内，请核对经纬度次序与坐标系', key);
  const flags = [...times.flags];
  const unit = ticket.departmentCode;
  if (unit && !reference.unit.has(unit)) flags.push('unknown-department');
  const category = ticket.categoryCode;
  if (category && !reference.category.has(category)) flags.push('unknown-category');
  const draft: Draft = {
    source: 'hotline',
    key,
    ...times,
    flags,
    categoryCode: category && reference.category.has(category) ? category : null,
    title: ticket.title ?? null,
    body: ticket.text,
    address: ticket.address ?? null,
    lng: at?.lng ?? null,
    lat: at?.lat ?? null,
    accuracyM: at ? 150 : null,
    assetId: null,
    confidence: null,
    phase: null,
    severity: ticket.urgent ? 2 : null,
    detail: {
      platform: ticket.platform,
      ticketNo: ticket.ticketNo,
      revision: ticket.revision,
      kind: ticket.kind,
      confidential: ticket.confidential,
      phoneKind: phoneKind(ticket.callerPhone ?? ''),
      ...(ticket.part ? { part: ticket.part } : {}),
      ...(unit && reference.unit.has(unit) ? { departmentCode: unit } : {}),
    },
    personal: {
      name: ticket.callerName?.trim() || null,
      phone: ticket.callerPhone?.trim() || null,
      address: ticket.address ?? null,
      title: ticket.title ?? '',
      text: ticket.text,
    },
    photos: [],
  };
  return { ok: true, draft, facts: { ...ticket, calledAt: instantMs(ticket.calledAt) } };
}
