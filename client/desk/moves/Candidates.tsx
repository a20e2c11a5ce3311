import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { distanceM } from '#contracts/arrival.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import { apiGet, withQuery } from '../../shared/api.ts';
import { formatMetres, formatNear } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { SeverityMark } from '../../shared/symbols.tsx';
import { IncidentPage } from '../queue/useQueue.ts';
import { boxAround, pointOf } from './merging.ts';

const nearM = 3_000;

/** Open matters near this one, or found by words, to be checked. */
export function CandidateList({
  detail,
  candidates,
  chosen,
  none,
  text,
  onText,
  onChosen,
}: {
  detail: IncidentDetail;
  candidates: readonly Incident[];
  chosen: readonly number[];
  none: string;
  text: string;
  onText: (text: string) => void;
  onChosen: (ids: readonly number[]) => void;
}) {
  return (
    <>
      <Input
        autoFocus
        size="small"
        allowClear
        aria-label="查找事件"
        placeholder={
          detail.lng === null
            ? '按编号、地点、内容查找'
            : '下列为 3 km 内未办结的；也可按编号、地点、内容查找'
        }
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      <ul className="absorb-list">
        {candidates.map((incident) => (
          <li key={incident.id}>
            <Checkbox
              checked={chosen.includes(incident.id)}
              onChange={({ target }) =>
                onChosen(
                  target.checked ? [...chosen, incident.id] : chosen.filter((id) => id !== incident.id),
                )
              }
            >
              <Candidate incident={incident} from={detail} />
            </Checkbox>
          </li>
        ))}
        {candidates.length === 0 && <li className="panel-hint">{none}</li>}
      </ul>
    </>
  );
}

function Candidate({ incident, from }: { incident: Incident; from: IncidentDetail }) {
  const [here, there] = [pointOf(from), pointOf(incident)];
  const facts = [
    here && there ? formatMetres(distanceM(here, there)) : '',
    incident.categoryName,
    incident.departmentName ?? '',
    statusNames[incident.status],
    `${formatNear(incident.openedAt, cityNow())} 来件`,
  ].filter((fact) => fact !== '');
  return (
    <span className="candidate">
      <SeverityMark level={incident.severity} size={18} />
      <span>{incident.title}</span>
      <small>{facts.join(' · ')}</small>
    </span>
  );
}

/** Open matters within 3 km, the same class first, or those that fit the words. */
export function useCandidates(detail: IncidentDetail, text: string): readonly Incident[] {
  const here = pointOf(detail);
  const nearby = text.trim() === '' && here !== null;
  const path = withQuery('/api/incidents', {
    status: 'open',
    bbox: nearby ? boxAround(here, nearM) : null,
    category: text.trim() === '' && here === null ? detail.categoryCode : null,
    q: text.trim(),
    limit: 30,
  });
  const list = useQuery({
    queryKey: ['incidents', 'absorb', path],
    queryFn: () => apiGet(path, IncidentPage),
  });
  const distance = (incident: Incident) => {
    const there = pointOf(incident);
    return here && there ? distanceM(here, there) : nearM;
  };
  const kin = (incident: Incident) => (incident.categoryCode === detail.categoryCode ? 0 : 1);
  return (list.data?.items ?? [])
    .filter(({ id }) => id !== detail.id)
    .sort((a, b) => kin(a) - kin(b) || distance(a) - distance(b));
}
