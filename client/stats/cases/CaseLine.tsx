import { doneStatuses, sourceNames, statusNames } from '#contracts/incident.ts';
import { formatNear } from '../../shared/format.ts';
import { TimeLeft } from '../../shared/marks.tsx';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import type { Line } from '../data.ts';

/** One line of the list: what, who has it, until when; the whole line leads to the matter at the desk. */
export function CaseLine({ line, now }: { line: Line; now: number }) {
  const incident = line.kind === 'case' ? line.incident : line.event.incident;
  const facts = [incident.no, incident.departmentName ?? '尚未派遣', statusNames[incident.status]];
  return (
    <a className="case" href={`/desk?incident=${incident.id}`}>
      <SeverityMark level={incident.severity} size={22} />
      <span className="case-words">
        <span className="case-title" title={[incident.title, incident.address].join(' ')}>
          {incident.title}
          {incident.address !== null && !incident.title.includes(incident.address) && (
            <small>{incident.address}</small>
          )}
        </span>
        <small>
          {line.kind === 'event' && (
            <>
              {formatNear(line.event.at, now)} {sourceNames[line.event.source] ?? line.event.source}
              来件，归入{' '}
            </>
          )}
          {facts.join(' · ')}
        </small>
      </span>
      <span className="case-clock">
        <SeverityWord level={incident.severity} />
        {line.kind === 'case' && <Until incident={line.incident} now={now} />}
      </span>
    </a>
  );
}

function Until({ incident, now }: { incident: Extract<Line, { kind: 'case' }>['incident']; now: number }) {
  const { status, closedAt, dueAt, nextDue } = incident;
  if (doneStatuses.includes(status))
    return <small>{closedAt === null ? '' : `${formatNear(closedAt, now)} 办结`}</small>;
  if (dueAt === null) return <small>未定时限</small>;
  if (nextDue === null) return <small>时限已停</small>;
  return <TimeLeft clock={nextDue} now={now} />;
}
