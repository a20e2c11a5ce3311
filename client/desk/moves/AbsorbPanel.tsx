import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { distanceM } from '#contracts/arrival.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import { apiGet, apiSend, withQuery } from '../../shared/api.ts';
import { formatMetres, formatNear } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { SeverityMark } from '../../shared/symbols.tsx';
import { useSay, useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { IncidentPage } from '../queue/useQueue.ts';
import { useDispatchWords } from '../reference.ts';
import { boxAround, eventIdsOf, pointOf } from './merging.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

const nearM = 3_000;
/** A unit has it in hand: absorbing voids its task. */
const handedOut: readonly Incident['status'][] = ['to-sign', 'handling'];

/** 并案: chosen open matters join this one; their callers keep an answer of their own. */
export function AbsorbPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const offerUndo = useUndo();
  const wordsFor = useDispatchWords();
  const { busy, problem, send } = useSend(detail.id);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const candidates = useCandidates(detail, text);
  const handed = candidates.filter(({ id, status }) => chosen.includes(id) && handedOut.includes(status));

  async function submit() {
    const path = `/api/incidents/${detail.id}/absorb`;
    // What a unit has already been given cannot be taken back by splitting: then no undo is promised.
    const eventIds = handed.length > 0 ? [] : await eventIdsOf(chosen).catch(() => []);
    if ((await send(path, { incidentIds: chosen, reason }, z.unknown())) === null) return;
    close();
    say(`已并入 ${chosen.length} 件`);
    if (eventIds.length > 0)
      offerUndo({
        words: `${chosen.length} 件已并入 ${detail.no}`,
        undo: () =>
          apiSend(
            'POST',
            `/api/incidents/${detail.id}/split`,
            { eventIds, reason: '并案有误，当即拆回' },
            z.unknown(),
          ),
      });
  }

  return (
    <PanelFrame
      title="把别的事件并入本案"
      hint={
        handed.length > 0
          ? `${handed.map(({ no, departmentCode, departmentName }) => `${no} 已${wordsFor(departmentCode, departmentName)}`).join('，')}，并入后该工单作废且不能撤销；宜打开那一件，把本案并进去`
          : '处置合并为一张工单；每位来电人仍各有答复、时限和回访'
      }
      submitWords={`并入 ${chosen.length} 件`}
      busy={busy}
      problem={problem}
      missing={chosen.length === 0 ? '请勾选要并入的事件' : reasonMissing(reason, '并案理由')}
      onSubmit={() => void submit()}
    >
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
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="absorb-list">
        {candidates.map((incident) => (
          <li key={incident.id}>
            <Checkbox
              checked={chosen.includes(incident.id)}
              onChange={({ target }) =>
                setChosen(
                  target.checked ? [...chosen, incident.id] : chosen.filter((id) => id !== incident.id),
                )
              }
            >
              <Candidate incident={incident} from={detail} />
            </Checkbox>
          </li>
        ))}
        {candidates.length === 0 && <li className="panel-hint">附近没有可并的未办结事件</li>}
      </ul>
      <Input
        maxLength={500}
        placeholder="为什么是同一件，至少 4 个字"
        aria-label="并案理由"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </PanelFrame>
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

function useCandidates(detail: IncidentDetail, text: string): readonly Incident[] {
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
