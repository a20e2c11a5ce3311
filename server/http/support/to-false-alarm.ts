import { categoryNameOf } from '#contracts/reference.ts';
import type { FalseAlarm, IncidentAlarm } from '#contracts/false-alarm.ts';
import type { Reference } from '#contracts/reference.ts';
import { isSafety, isSameKind, kindName } from '#domain/false-alarm.ts';
import type { AlarmRow, MarkRow } from '#store/false-alarms.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** 误报 as pages show it. */
export function toFalseAlarm(row: MarkRow, reference: Reference): FalseAlarm {
  return {
    ...row,
    kindName: kindName(reference, row.source, row.kind),
    markedAt: row.markedAt.toISOString(),
    quietUntil: iso(row.quietUntil),
    endedAt: iso(row.endedAt),
  };
}

/** 设备告警 of one incident, each with its newest mark. */
export function toAlarms(
  alarms: readonly AlarmRow[],
  marks: readonly MarkRow[],
  reference: Reference,
): IncidentAlarm[] {
  return alarms.map(({ categoryCode, ...alarm }) => {
    const mark = marks.find((one) => isSameKind(one, alarm));
    return {
      ...alarm,
      kindName: kindName(reference, alarm.source, alarm.kind),
      categoryName: categoryNameOf(reference, categoryCode),
      safety: isSafety(reference, categoryCode),
      mark: mark ? toFalseAlarm(mark, reference) : null,
    };
  });
}
