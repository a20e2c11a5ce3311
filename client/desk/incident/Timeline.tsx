import { useEffect, useRef, useState } from 'react';
import type { HistoryRow } from '#contracts/incident.ts';
import { formatClock, formatDate } from '../../shared/format.ts';

/** So many reports in a row that joined by themselves are told one by one; of more, the first and the last. */
const mostJoins = 5;

/** Which rows stand between the first and the last of a long run of joined reports, by the id of the first hidden one. */
export function foldedRuns(history: readonly HistoryRow[]): ReadonlyMap<number, readonly HistoryRow[]> {
  const runs = new Map<number, readonly HistoryRow[]>();
  let run: HistoryRow[] = [];
  const end = () => {
    const hidden = run.slice(1, -1);
    if (run.length > mostJoins) runs.set(hidden[0]!.id, hidden);
    run = [];
  };
  for (const row of history)
    if (row.move === 'join' && row.actor === 'system') run.push(row);
    else end();
  end();
  return runs;
}

/** 经过: one line of time, newest last; a person's decision has a blue dot. */
export function Timeline({ history }: { history: readonly HistoryRow[] }) {
  const box = useRef<HTMLOListElement>(null);
  const newest = history.at(-1)?.id;
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const runs = foldedRuns(history);
  const hidden = new Set(
    [...runs].filter(([first]) => !opened.has(first)).flatMap(([, rows]) => rows.map(({ id }) => id)),
  );
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
        if (hidden.has(row.id)) {
          const rows = runs.get(row.id);
          if (!rows) return null;
          return (
            <li key={row.id} className="timeline-more">
              <button
                type="button"
                className="plain"
                onClick={() => setOpened((known) => new Set(known).add(row.id))}
              >
                其间还有 {rows.length} 次自动并入，逐条列出
              </button>
            </li>
          );
        }
        return (
          <li key={row.id} className={row.actor === 'system' ? '' : 'by-person'}>
            {(before === undefined || formatDate(before.at) !== day) && <p className="timeline-day">{day}</p>}
            <p className="timeline-row">
              <time dateTime={row.at} title={formatClock(row.at, true)}>
                {formatClock(row.at)}
              </time>
              <i aria-hidden="true" />
              <span className={row.farM === null ? '' : 'far'}>
                {row.farM !== null && '▲ '}
                {row.actor !== 'system' && <b>{row.actorName}</b>} {row.words}
              </span>
            </p>
          </li>
        );
      })}
    </ol>
  );
}
