import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { sourceNames } from '#contracts/incident.ts';
import type { LinkedEvent } from '#contracts/incident.ts';
import { formatMetres, formatNear, formatNumber } from '../../shared/format.ts';
import { EmptyState } from '../../shared/states.tsx';
import { PhotoStrip } from './Photos.tsx';
import { byKind, endsOf, mostListed } from './fold.ts';

type Props = {
  events: readonly LinkedEvent[];
  now: number;
  /** While splitting: which are chosen, and how to change it. */
  split: { chosen: ReadonlySet<number>; toggle: (id: number) => void } | null;
};

const flagNames: Record<string, string> = {
  'clock-ahead': '时钟超前',
  'clock-doubt': '时钟存疑',
  'clock-offset': '时钟已校正',
  unregistered: '未登记设备',
  'no-alarm-id': '无告警编号',
  'low-confidence': '低置信度',
  storm: '告警风暴',
  masked: '隐私区域，图片未留存',
  'bad-photo': '图片损坏',
  'no-picture': '图片未取到',
  'unit-doubt': '单位存疑',
  stuck: '读数不变',
  counted: '只计数',
  'unknown-department': '单位代码不明',
  'unknown-category': '小类代码不明',
  'self-handled': '已自行处置',
};

/** 来件: every event that was merged in, to be seen and found again, with what spoke for the link. Many stand by source. */
export function EventList({ events, now, split }: Props) {
  const [text, setText] = useState('');
  const found = events.filter((event) => text === '' || searchText(event).includes(text.toLowerCase()));
  // Whoever splits must be able to choose each of them.
  const grouped = split === null && found.length > mostListed;
  return (
    <div className="events">
      {events.length > 6 && (
        <Input
          size="small"
          allowClear
          placeholder="在来件中查找"
          value={text}
          onChange={(event) => setText(event.target.value.trim())}
        />
      )}
      {found.length === 0 && <EmptyState title="没有符合的来件" />}
      {grouped ? (
        byKind(found, ({ source }) => source).map(([source, rows]) => (
          <SourceGroup key={source} source={source} events={rows} now={now} />
        ))
      ) : (
        <ol>
          {found.map((event) => (
            <EventRow key={event.eventId} event={event} now={now} split={split} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** 热线 120 件: from when to when, the first and the newest, and the way to all of them. */
function SourceGroup({ source, events, now }: Omit<Props, 'split'> & { source: string }) {
  const [isWhole, setWhole] = useState(false);
  const { first, between, last } = endsOf(events);
  const name = `${sourceNames[source] ?? source} ${formatNumber(events.length)} 件`;
  const rows = (some: readonly LinkedEvent[]) =>
    some.map((event) => <EventRow key={event.eventId} event={event} now={now} split={null} />);
  return (
    <section className="event-group" aria-label={name}>
      <h4>
        {name}
        <small>
          {formatNear(events[0]!.observedAt, now)} 至 {formatNear(events.at(-1)!.observedAt, now)}
        </small>
        {between > 0 && (
          <button
            type="button"
            className="plain"
            aria-expanded={isWhole}
            aria-label={`${name}${isWhole ? '收起' : '逐件列出'}`}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? '收起' : '逐件列出'}
          </button>
        )}
      </h4>
      <ol>
        {isWhole ? (
          rows(events)
        ) : (
          <>
            {rows(first)}
            {between > 0 && <li className="event-between">其间 {formatNumber(between)} 件</li>}
            {rows(last)}
          </>
        )}
      </ol>
    </section>
  );
}

function EventRow({ event, now, split }: { event: LinkedEvent; now: number; split: Props['split'] }) {
  return (
    <li className="event">
      {split && (
        <Checkbox
          checked={split.chosen.has(event.eventId)}
          aria-label={`拆出 ${event.key}`}
          onChange={() => split.toggle(event.eventId)}
        />
      )}
      <div className="event-main">
        <p className="event-line">
          <span>{formatNear(event.observedAt, now)}</span>
          <b>{sourceNames[event.source] ?? event.source}</b>
          <span className="event-key" title={event.key}>
            {event.key}
          </span>
          <span className="event-score">
            {event.decidedBy === null ? `相符 ${event.score.toFixed(2)}` : `${event.decidedBy} 定`}
          </span>
        </p>
        <p>{event.body}</p>
        <p className="event-why">
          {event.reasons.length > 0 ? event.reasons.join('，') : '首件，由此立案'}
          {event.accuracyM !== null && ` · 定位误差 ${formatMetres(event.accuracyM)}`}
          {event.address !== null && ` · ${event.address}`}
          {event.flags.map((flag) => ` · ${flagNames[flag] ?? flag}`)}
        </p>
        <PhotoStrip
          photos={event.photos.map((id) => ({
            id,
            words: formatNear(event.observedAt, now),
            state: 'unknown' as const,
          }))}
        />
      </div>
    </li>
  );
}

function searchText({ key, body, address, reasons, source }: LinkedEvent): string {
  return [key, body, address ?? '', sourceNames[source] ?? source, ...reasons].join(' ').toLowerCase();
}
