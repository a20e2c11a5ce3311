import { memo } from 'react';
import type { WaitingEvent } from '#contracts/desk.ts';
import { doneStatuses, sourceNames, statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { DemoMark, TimeLeft } from '../../shared/marks.tsx';
import { SeverityMark, SeverityWord, UnknownMark } from '../../shared/symbols.tsx';
import { useDesk } from '../desk-context.ts';
import type { QueueItem } from './order.ts';

/** Every row is as high as this, so that a long queue is drawn only where it is looked at. */
export const rowHeight = 76;

type Props = {
  item: QueueItem;
  index: number;
  selected: boolean;
  checked: boolean;
  checking: boolean;
  now: number;
  onSelect: (key: string) => void;
  /** Shift and a click: from the chosen row to this one. */
  onRange: (key: string) => void;
  onCheck: (id: number) => void;
};

export const QueueRow = memo(function QueueRow({
  item,
  index,
  selected,
  checked,
  checking,
  now,
  onSelect,
  onRange,
  onCheck,
}: Props) {
  const incident = item.kind === 'incident' ? item.incident : null;
  const danger = item.kind === 'incident' ? item.incident.danger : item.event.danger;
  return (
    <li
      className={`queue-row${selected ? ' selected' : ''}${checked ? ' marked' : ''}${danger.length > 0 ? ' danger' : ''}`}
      style={{ top: index * rowHeight, height: rowHeight }}
      aria-current={selected}
      // With Shift the browser would paint the words between the two clicks.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
      onClick={(event) => (event.shiftKey ? onRange(item.key) : onSelect(item.key))}
    >
      <span className="queue-lead">
        {incident ? <SeverityMark level={incident.severity} /> : <UnknownMark />}
        {incident && checking && (
          <input
            type="checkbox"
            checked={checked}
            aria-label={`选中 ${incident.title}`}
            // The mark is set and the page keeps its keys: with the focus in a field they would be dead.
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => event.stopPropagation()}
            onChange={() => onCheck(incident.id)}
          />
        )}
      </span>
      {item.kind === 'incident' ? (
        <IncidentLines incident={item.incident} now={now} />
      ) : (
        <WaitingLines event={item.event} now={now} />
      )}
    </li>
  );
});

function IncidentLines({ incident, now }: { incident: Incident; now: number }) {
  const { districts, session } = useDesk();
  const facts = [
    // A title without a place: at least the district tells one from another.
    incident.address === null ? (districts.get(incident.districtCode ?? '') ?? '') : '',
    incident.departmentName ?? sourceList(incident.sources),
    statusNames[incident.status],
    incident.returnCount > 0 ? `退单 ${incident.returnCount} 次` : '',
    incident.reworkCount > 0 ? `返工 ${incident.reworkCount} 次` : '',
    incident.requestCount > 0 ? `诉求 ${formatNumber(incident.requestCount)}` : '',
  ].filter((fact) => fact !== '');
  return (
    <div className="queue-lines">
      <p className="queue-title" title={incident.title}>
        <DemoMark mark={session.mark} /> {incident.title}
      </p>
      {incident.danger.length > 0 ? (
        <DangerLine words={incident.danger} />
      ) : (
        <p className="queue-facts">{facts.join(' · ')}</p>
      )}
      <p className="queue-facts queue-clock">
        <SeverityWord level={incident.severity} />
        <Until incident={incident} now={now} />
      </p>
    </div>
  );
}

function Until({ incident, now }: { incident: Incident; now: number }) {
  if (doneStatuses.includes(incident.status)) {
    const waits = incident.requestCount - incident.answeredCount;
    return (
      <span>
        {waits > 0
          ? `${waits} 人待答复`
          : `${formatNear(incident.closedAt ?? incident.lastEventAt, now)} 办结`}
      </span>
    );
  }
  if (incident.nextDue !== null) return <TimeLeft clock={incident.nextDue} now={now} />;
  if (incident.dueAt !== null) return <span>时限已停</span>;
  return <span>{formatNear(incident.openedAt, now)} 来件</span>;
}

function WaitingLines({ event, now }: { event: WaitingEvent; now: number }) {
  return (
    <div className="queue-lines">
      <p className="queue-title" title={event.body}>
        {event.body}
      </p>
      {event.danger.length > 0 ? (
        <DangerLine words={event.danger} />
      ) : (
        <p className="queue-facts">{event.why}</p>
      )}
      <p className="queue-facts queue-clock">
        <span>{sourceNames[event.source] ?? event.source}</span>
        <span>
          <b>待人判断</b> {formatNear(event.since, now)} 来件
        </span>
      </p>
    </div>
  );
}

function DangerLine({ words }: { words: readonly string[] }) {
  return <p className="queue-danger">危险词 {words.join('、')} · 未确认</p>;
}

function sourceList(sources: Incident['sources']): string {
  return Object.entries(sources)
    .filter(([, count]) => count > 0)
    .map(([source, count]) => `${sourceNames[source] ?? source} ${count}`)
    .join(' ');
}
