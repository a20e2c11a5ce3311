import { useEffect, useRef } from 'react';
import { statusNames } from '#contracts/incident.ts';
import { foundNames } from '#contracts/search.ts';
import type { Found, Marked, SearchAnswer } from '#contracts/search.ts';
import { formatNear } from '../../shared/format.ts';
import { SeverityMark } from '../../shared/symbols.tsx';

type Props = {
  id: string;
  groups: SearchAnswer['groups'];
  /** Which of all items, counted through the groups, Enter would open. */
  at: number;
  now: number;
  onOpen: (found: Found) => void;
};

/** What was found, by kind; the words that were looked for are marked. */
export function FoundList({ id, groups, at, now, onOpen }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const starts = groups.map((_, nth) =>
    groups.slice(0, nth).reduce((sum, { items }) => sum + items.length, 0),
  );
  return (
    <div className="found" id={id} role="listbox" aria-label="搜索结果" ref={box}>
      {groups.map(({ kind, items, more }, nth) => (
        <div role="group" aria-label={foundNames[kind]} key={kind}>
          <p className="found-kind">
            {foundNames[kind]} {more ? `最近 ${items.length} 条，另有更多，请加几个字` : items.length}
          </p>
          {items.map((item, i) => (
            <FoundRow
              key={i}
              id={`${id}-${starts[nth]! + i}`}
              item={item}
              chosen={at === starts[nth]! + i}
              now={now}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function FoundRow({
  id,
  item,
  chosen,
  now,
  onOpen,
}: {
  id: string;
  item: Found;
  chosen: boolean;
  now: number;
  onOpen: (found: Found) => void;
}) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className="found-row"
      // The field keeps the focus, and with it its keys.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onOpen(item)}
    >
      <SeverityMark level={item.severity} size={18} />
      <div>
        <p className="found-title">
          <Words parts={item.title} />
          <small>
            {item.no} · {statusNames[item.status]} · {formatNear(item.at, now)}
          </small>
        </p>
        {(item.what !== '' || item.words !== null) && (
          <p className="found-words">
            {item.what} {item.words && <Words parts={item.words} />}
          </p>
        )}
      </div>
    </div>
  );
}

function Words({ parts }: { parts: Marked }) {
  return (
    <span>
      {parts.map(({ text, hit }, at) => (hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>))}
    </span>
  );
}
