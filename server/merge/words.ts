import type { Reference } from '#contracts/reference.ts';
import { sourceNames } from '#contracts/incident.ts';
import { concernVersion } from '#domain/concern.ts';
import type { Scored } from '#domain/merging.ts';
import type { NewHistory } from '#store/history.ts';
import type { NewLink } from '#store/merge-write.ts';
import type { Understood } from './understand.ts';
import type { Prepared } from './write-openings.ts';

type Spoken = Pick<NewHistory, 'move' | 'from' | 'to' | 'reason' | 'words' | 'detail'>;

/** The first line of an incident's timeline. */
export function openedWords({ row, opening, basis }: Prepared, reference: Reference): Spoken {
  const first = opening.events[0]!.event;
  const from = sourceNames[first.row.source] ?? first.row.source;
  const unit = row.unitCode ? reference.unit.get(row.unitCode)?.name : null;
  const how = unit ? `，系统立案并派遣${unit}` : '，待受理';
  const more = row.eventCount > 1 ? `，同批 ${row.eventCount} 个来件` : '';
  const again = row.recurrenceOf ? '，近期同一地点曾结案，标为复发' : '';
  const quiet = row.quiet ? '历史来件补录' : `${from}来件${more}${how}${again}`;
  return { move: unit ? 'dispatch' : 'receive', from: null, to: row.status as NewHistory['to'], reason: basis, words: quiet, detail: { eventIds: opening.events.map((one) => one.event.row.eventId) } }; // prettier-ignore
}

/** One line of the timeline for each event that joined: who spoke, and why it is the same matter. */
export function joinedWords(
  event: Understood,
  count: number,
  reasons: readonly string[],
  closed: boolean,
): Spoken {
  const from = sourceNames[event.row.source] ?? event.row.source;
  const words = `第 ${count} 个来件（${from}）${closed ? '归入' : '并入'}：${reasons.join('，')}`;
  return { move: 'join', from: null, to: null, reason: null, words, detail: { eventId: event.row.eventId } };
}

/** 机器判断: how sure the machine was of the matter it read in the words. */
function guessWords({ guess, category }: Understood): string[] {
  if (guess === null) return [];
  const sure = Math.round(guess.confidence * 100);
  if (guess.code !== null) return [`机器判断为${category.name}，把握 ${sure} %`];
  return ['机器未能判断小类，请人工判断'];
}

/** The link of an event; the first of an incident stands for itself. */
export function linkOf(
  {
    event,
    scored,
    quietId = null,
  }: { event: Understood; scored: Scored<unknown> | null; quietId?: number | null },
  incidentId: number,
  reasons?: readonly string[],
): NewLink {
  return {
    eventId: event.row.eventId,
    acceptedOn: event.row.acceptedOn,
    incidentId,
    categoryCode: event.category.code,
    score: scored?.score ?? 1,
    parts: scored?.parts ?? {},
    reasons: [...(reasons ?? scored?.reasons ?? ['该案件的首个来件', ...guessWords(event)])],
    weightsVersion: scored && 'party' in scored.parts ? concernVersion : event.family.weightsVersion,
    decidedBy: event.row.decision?.by ?? null,
    quietId,
  };
}
