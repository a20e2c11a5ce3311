import { useEffect, useRef } from 'react';
import type { HistoryRow } from '#contracts/incident.ts';
import { formatClock, formatDate } from '../../shared/format.ts';

/** 经过: one line of time, newest last; a person's decision has a blue dot. */
export function Timeline({ history }: { history: readonly HistoryRow[] }) {
  const box = useRef<HTMLOListElement>(null);
  const newest = history.at(-1)?.id;
  useEffect(() => {
    const list = box.current;
    if (!list) return;
    const showNewest = () => {
      list.scrollTop = list.scrollHeight;
    };
    // Also when a panel opens below and the list becomes shorter.
    const watch = new ResizeObserver(showNewest);
    watch.observe(list);
    return () => watch.disconnect();
  }, [newest]);
  return (
    <ol className="timeline" ref={box} tabIndex={0} aria-label="经过">
      {history.map((row, index) => {
        const day = formatDate(row.at);
        const before = history[index - 1];
        return (
          <li key={row.id} className={row.actor === 'system' ? '' : 'by-person'}>
            {(before === undefined || formatDate(before.at) !== day) && <p className="timeline-day">{day}</p>}
            <p className="timeline-row">
              <time dateTime={row.at} title={formatClock(row.at, true)}>
                {formatClock(row.at)}
              </time>
              <i aria-hidden="true" />
              <span>
                {row.actor !== 'system' && <b>{row.actorName}</b>} {row.words}
              </span>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
