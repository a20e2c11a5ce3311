import type { IncidentDetail } from '#contracts/desk.ts';
import { falseReasonNames } from '#contracts/false-alarm.ts';
import type { FalseAlarm } from '#contracts/false-alarm.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { hasRight } from '../../shared/session.tsx';
import { useDesk } from '../desk-context.ts';

/** Whether alarms are only counted under it now. */
export const isRunning = ({ endedAt, quietUntil }: FalseAlarm, now: number): boolean =>
  endedAt === null && quietUntil !== null && Date.parse(quietUntil) > now;

/** 误报 of this matter: who judged it, until when its alarms are only counted and how many were, and the way back. */
export function Quieted({ detail, now }: { detail: IncidentDetail; now: number }) {
  const { session, open } = useDesk();
  const marks = detail.alarms.flatMap(({ mark }) => (mark === null ? [] : [mark]));
  if (marks.length === 0) return null;
  const may = hasRight(session, 'incident.accept');
  return (
    <section className="supervised" aria-label="误报">
      {marks.map((mark) => {
        const running = isRunning(mark, now);
        return (
          <p key={mark.id} className="quieted">
            <span title={mark.note}>
              <b>误报</b> {mark.deviceName} {mark.kindName}　{stateWords(mark, now)}　{mark.markedName}{' '}
              {formatNear(mark.markedAt, now)} 标：{falseReasonNames[mark.why]}
            </span>
            {may && (
              <button type="button" className="plain" onClick={() => open({ kind: 'lift', markId: mark.id })}>
                {running ? '恢复' : '撤销认定'}
              </button>
            )}
          </p>
        );
      })}
    </section>
  );
}

function stateWords(mark: FalseAlarm, now: number): string {
  const counted = mark.counted > 0 ? `，已计数 ${formatNumber(mark.counted)} 起` : '';
  if (mark.quietUntil === null) return '安全类，未静默';
  if (isRunning(mark, now)) return `静默至 ${formatNear(mark.quietUntil, now)}${counted}`;
  return mark.endedAt === null ? `静默已到期${counted}` : `${mark.endedName ?? ''}已恢复立案${counted}`;
}
