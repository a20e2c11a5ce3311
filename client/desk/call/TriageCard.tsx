import type { z } from 'zod';
import type { Triage } from '#contracts/desk.ts';
import { severityNames, statusNames } from '#contracts/incident.ts';
import { formatMetres, formatNear } from '../../shared/format.ts';
import { SeverityMark } from '../../shared/symbols.tsx';
import { useDesk } from '../desk-context.ts';

type Understood = z.infer<typeof Triage>;

/** What the system makes of the words so far; it decides nothing. */
export function TriageCard({ triage, now }: { triage: Understood | undefined; now: number }) {
  const { districts } = useDesk();
  if (!triage)
    return <p className="triage-none">键入来电内容后，这里显示类别、位置、建议单位和附近未办结的事件</p>;
  const level = triage.severity as keyof typeof severityNames;
  const district = districts.get(triage.districtCode ?? '');
  return (
    <div className="triage">
      {triage.danger.length > 0 && (
        <p className="triage-danger">危险词 {triage.danger.join('、')}，立案后置顶响铃</p>
      )}
      <dl>
        <dt>类别</dt>
        <dd className="triage-level">
          <SeverityMark level={triage.severity} size={20} /> {triage.categoryName} {severityNames[level]}
        </dd>
        <dt>位置</dt>
        <dd>
          {triage.place === null
            ? `${district ?? ''} 没有认出地点，可补地址或在地图上点`
            : `${district ?? ''} ${triage.place.name}，误差 ${formatMetres(triage.place.accuracyM)}`}
        </dd>
        <dt>建议单位</dt>
        <dd>
          {triage.unit === null ? '立案后选定' : triage.unit.unitName}
          {triage.unit && <small>{triage.unit.basis}</small>}
        </dd>
      </dl>
      <h3>附近未办结 {triage.nearby.length}</h3>
      {triage.nearby.length === 0 && <p className="triage-none">没有，多半是新的事件</p>}
      <ul className="triage-near">
        {triage.nearby.map((incident) => (
          <li key={incident.id}>
            <SeverityMark level={incident.severity} size={18} />
            <span>
              {incident.title}
              <small>
                {incident.departmentName ?? '未派遣'} · {statusNames[incident.status]} ·{' '}
                {formatNear(incident.openedAt, now)} 来件 · 诉求 {incident.requestCount}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
