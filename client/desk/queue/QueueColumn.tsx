import type { InputRef } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import type { Ref } from 'react';
import { errorWords } from '../../shared/api.ts';
import { formatClock, formatNumber, lightOf } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { SearchBox } from '../search/SearchBox.tsx';
import { FilterSentence } from './FilterSentence.tsx';
import { stages } from './filter.ts';
import type { Filter } from './filter.ts';
import { rings } from './order.ts';
import { QueueRow, rowHeight } from './QueueRow.tsx';
import type { Queue } from './useQueue.ts';
import { showRow, useWindow } from './useWindow.ts';

type Props = {
  queue: Queue;
  filter: Filter;
  districts: ReadonlyMap<string, string>;
  counts: string;
  selected: string | null;
  checked: ReadonlySet<number>;
  now: number;
  searchField: Ref<InputRef>;
  onFilter: (filter: Filter) => void;
  onSelect: (key: string) => void;
  onRange: (key: string) => void;
  onCheck: (id: number) => void;
};

/** 待办: what waits, the most urgent first. */
export function QueueColumn(props: Props) {
  const { queue, filter, selected, now } = props;
  const box = useRef<HTMLDivElement>(null);
  const pinned = pinnedOf(queue.items);
  const { first, last } = useWindow(box, queue.items.length - pinned, rowHeight);
  const at = queue.items.findIndex(({ key }) => key === selected) - pinned;
  useEffect(() => {
    if (box.current && at >= 0) showRow(box.current, at, rowHeight);
    // Follows the choice, not the rows that move beneath it: the eye keeps its place.
  }, [selected, at >= 0]);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [filter]);
  const flooded = useMemo(() => mostAreLate(queue.items, now), [queue.items, now]);
  return (
    <nav className={`queue${flooded ? ' queue-flooded' : ''}`} aria-label="待办">
      <div className="queue-head">
        <FilterSentence filter={filter} districts={props.districts} onChange={props.onFilter} />
        <p className="queue-counts">
          <span>{props.counts}</span>
          <span>
            <Key>J</Key> <Key>K</Key> 上下 <Key>N</Key> 补录
          </span>
        </p>
        <SearchBox
          field={props.searchField}
          applied={filter.text}
          now={now}
          onApply={(text) => props.onFilter({ ...filter, text })}
          onOpen={props.onSelect}
        />
      </div>
      {queue.items.length > 0 && queue.loading && <p className="queue-old">正在读取列表…</p>}
      {queue.items.length > 0 && queue.error !== null && <OldList queue={queue} />}
      {pinned > 0 && <Rows {...props} items={queue.items.slice(0, pinned)} from={0} height={pinned} />}
      <div className="queue-box" ref={box}>
        <Rows
          {...props}
          items={queue.items.slice(pinned + first, pinned + last)}
          from={first}
          height={queue.items.length - pinned}
        />
        <QueueState queue={queue} filter={filter} />
      </div>
    </nav>
  );
}

/** So many stand above the list whatever it is scrolled to: there is room for more below them on the smallest desk. */
const mostPinned = 3;

/** 险情置顶: how many of the first rows ring, which stay in sight until somebody confirms them (law 13). */
function pinnedOf(items: Queue['items']): number {
  const calm = items.findIndex((item) => !rings(item));
  return Math.min(mostPinned, calm < 0 ? items.length : calm);
}

/** Some rows of a list that is `height` rows high, each in its place from `from` on. */
function Rows({
  items,
  from,
  height,
  ...props
}: Props & { items: Queue['items']; from: number; height: number }) {
  const { selected, checked, now } = props;
  return (
    <ul className="queue-rows" style={{ height: height * rowHeight }}>
      {items.map((item, offset) => (
        <QueueRow
          key={item.key}
          item={item}
          index={from + offset}
          selected={item.key === selected}
          checked={item.kind === 'incident' && checked.has(item.incident.id)}
          checking={checked.size > 0}
          now={now}
          onSelect={props.onSelect}
          onRange={props.onRange}
          onCheck={props.onCheck}
        />
      ))}
    </ul>
  );
}

/** Where most of a long list is overdue, a black mark on each row marks nothing: the words and the order say it. */
function mostAreLate(items: Queue['items'], now: number): boolean {
  const late = items.filter(
    (item) =>
      item.kind === 'incident' &&
      item.incident.nextDue !== null &&
      lightOf(item.incident.nextDue.startedAt, item.incident.nextDue.dueAt, now).light === '超时',
  );
  return late.length >= 12 && late.length * 2 > items.length;
}

function OldList({ queue: { error, readAt, reload } }: { queue: Queue }) {
  return (
    <p className="queue-old" role="alert">
      {errorWords(error)}。{readAt > 0 ? `以下是 ${formatClock(readAt)} 读到的` : '以下不全'}{' '}
      <button type="button" className="plain" onClick={reload}>
        重试
      </button>
    </p>
  );
}

function QueueState({ queue, filter }: { queue: Queue; filter: Filter }) {
  if (queue.items.length > 0)
    return queue.cut ? <p className="queue-cut">只取了最急的 {formatNumber(500)} 件，请缩小范围</p> : null;
  if (queue.error !== null) return <ErrorState error={queue.error} onRetry={queue.reload} />;
  if (queue.loading) return <LoadingState />;
  if (filter.text !== '')
    return <EmptyState title={`没有找到“${filter.text}”`}>可试编号、路名或来电中的几个字</EmptyState>;
  return (
    <EmptyState title={`没有${stages[filter.stage].words}的事件`}>
      {filter.stage === 'open' ? '一切平稳。电话来件按 N 补录' : '可点上方文字更换范围'}
    </EmptyState>
  );
}
