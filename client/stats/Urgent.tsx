import { clockNames } from '#contracts/clocks.ts';
import type { RunningClock } from '#contracts/clocks.ts';
import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import type { Brief } from '#contracts/stats.ts';
import { formatNear, formatNumber, lightOf, timeLeft } from '../shared/format.ts';
import { LightBar, LightWord } from '../shared/marks.tsx';
import { SeverityMark, SeverityWord } from '../shared/symbols.tsx';
import { CasesLink } from './NumberLink.tsx';

/** 红色件: what is worst, who has it, until when. */
export function Urgent({ brief, now }: { brief: Brief; now: number }) {
  const { urgent, urgentTotal, finding } = brief;
  return (
    <section className="urgent" aria-label="最急的案件">
      <h2>
        {finding.urgent}
        {urgentTotal > urgent.length && (
          <CasesLink opened={{ figure: 'urgent', by: 'district', code: null }}>
            全部 {formatNumber(urgentTotal)} 件
          </CasesLink>
        )}
      </h2>
      {urgent.length > 0 && (
        <ul>
          {urgent.map((incident) => (
            <UrgentRow key={incident.id} incident={incident} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function UrgentRow({ incident, now }: { incident: Incident; now: number }) {
  const { title, address, dueAt, nextDue, departmentName, danger } = incident;
  return (
    <li className="urgent-row">
      <span className="urgent-level">
        <SeverityMark level={incident.severity} size={26} />
        <SeverityWord level={incident.severity} />
      </span>
      <a className="urgent-title" href={`/desk?incident=${incident.id}`} title={[title, address].join(' ')}>
        {title}
        {address !== null && !title.includes(address) && <small>{address}</small>}
      </a>
      <span
        className={departmentName === null ? 'urgent-who nobody' : 'urgent-who'}
        title={departmentName ?? ''}
      >
        {departmentName ?? '尚未派遣'}
      </span>
      <span className={danger.length > 0 ? 'urgent-state danger' : 'urgent-state'} title={danger.join('、')}>
        {danger.length > 0 ? '险情待确认' : statusNames[incident.status]}
      </span>
      {nextDue === null ? (
        <span className="urgent-clock">{dueAt === null ? '未定时限' : '时限已停'}</span>
      ) : (
        <UrgentClock due={nextDue} now={now} />
      )}
    </li>
  );
}

function UrgentClock({ due, now }: { due: RunningClock; now: number }) {
  const { clock, startedAt, dueAt } = due;
  const { light, share } = lightOf(startedAt, dueAt, now);
  return (
    <>
      <span className="urgent-clock">
        {clockNames[clock]} {formatNear(dueAt, now)} 止，{timeLeft(dueAt, now)}
        <LightBar share={share} light={light} />
      </span>
      <LightWord light={light} />
    </>
  );
}
