import { Button } from 'antd';
import { z } from 'zod';
import { CallAnswer } from '#contracts/call.ts';
import type { WaitingEvent } from '#contracts/desk.ts';
import { sourceNames, statusNames } from '#contracts/incident.ts';
import { apiSend } from '../../shared/api.ts';
import { formatDateTime, formatMetres, formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { hasRight } from '../../shared/session.tsx';
import { SeverityMark, UnknownMark } from '../../shared/symbols.tsx';
import { useSay, useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { useSend } from '../moves/useSend.ts';

type Place = WaitingEvent['places'][number];
type Candidate = WaitingEvent['candidates'][number];
type Choice = { key: string; incidentId: number | null; place: Place | null };

/** 待人判断: the event, what it could belong to side by side, and one key to decide. */
export function WaitingColumn({
  event,
  now,
  bulkKeys,
  onDecided,
}: {
  event: WaitingEvent;
  now: number;
  /** Rows are marked: A and D belong to all of them. */
  bulkKeys: boolean;
  onDecided: (incidentId: number | null) => void;
}) {
  const { session } = useDesk();
  const say = useSay();
  const offerUndo = useUndo();
  const { busy, problem, send } = useSend(null);
  const may = hasRight(session, 'waiting.decide');

  async function decide({ incidentId, place }: Choice) {
    if (busy || !may) return;
    const at = place === null ? {} : { lng: place.lng, lat: place.lat, accuracyM: place.accuracyM };
    const answer = await send(`/api/waiting/${event.eventId}/decide`, { incidentId, ...at }, CallAnswer);
    if (answer === null) return;
    say(incidentId === null ? '已另立一案' : '已并入所选事件');
    if (incidentId !== null)
      offerUndo({
        words: '来件已并入所选事件',
        undo: () =>
          apiSend(
            'POST',
            `/api/incidents/${incidentId}/split`,
            { eventIds: [event.eventId], reason: '判断有误，当即拆出' },
            z.unknown(),
          ),
      });
    onDecided(answer.incidentId);
  }

  const attach = event.candidates.slice(0, 9).map((candidate, index) => ({
    key: String(index + 1),
    candidate,
    choice: { key: String(index + 1), incidentId: candidate.incident.id, place: null },
  }));
  const open = event.places.slice(0, 8).map((place, index) => ({
    key: 'ABCDEFGH'[index] ?? '',
    place,
    choice: { key: '', incidentId: null, place },
  }));
  const hasKey = ({ key }: { key: string }) => !(bulkKeys && 'AD'.includes(key));
  const apart: Choice = { key: '0', incidentId: null, place: null };
  useKeys({
    ...Object.fromEntries(attach.map(({ key, choice }) => [key, () => void decide(choice)])),
    ...Object.fromEntries(
      open.filter(hasKey).map(({ key, choice }) => [key.toLowerCase(), () => void decide(choice)]),
    ),
    '0': () => void decide(apart),
  });

  return (
    <article className="waiting">
      <header className="incident-head">
        <div className="incident-line">
          <UnknownMark size={30} />
          <h2>待人判断</h2>
          <span className="incident-who">
            {sourceNames[event.source] ?? event.source} {formatDateTime(event.observedAt)}
          </span>
        </div>
        <p className="incident-facts">
          <span>{event.key}</span>
          <span>{event.categoryName}</span>
          <span>{event.address ?? '未说地址'}</span>
        </p>
      </header>
      <div className="waiting-scroll">
        {event.danger.length > 0 && (
          <p className="triage-danger">危险词 {event.danger.join('、')}，请先判断、先处置</p>
        )}
        <blockquote>{event.body}</blockquote>
        <p className="waiting-why">{event.why}</p>
        {attach.length > 0 && <h3>是不是其中一件</h3>}
        <div className="waiting-side">
          {attach.map(({ key, candidate, choice }) => (
            <CandidateCard
              key={key}
              letter={key}
              candidate={candidate}
              now={now}
              disabled={busy || !may}
              onChoose={() => void decide(choice)}
            />
          ))}
        </div>
        {open.length > 0 && <h3>{attach.length > 0 ? '都不是，另立一案，事发在' : '另立一案，事发在'}</h3>}
        <div className="waiting-side">
          {open.map((one) => (
            <PlaceCard
              key={one.key}
              letter={one.key}
              isKey={hasKey(one)}
              place={one.place}
              disabled={busy || !may}
              onChoose={() => void decide(one.choice)}
            />
          ))}
        </div>
      </div>
      <div className="incident-foot">
        {problem && <p className="panel-problem">{problem.words}</p>}
        <footer className="actions">
          {!may && <span>您的岗位不能判断来件，请交值班员</span>}
          <span className="actions-space" />
          <Button disabled={busy || !may} onClick={() => void decide(apart)}>
            另立一案，暂不定位 <Key>0</Key>
          </Button>
        </footer>
      </div>
    </article>
  );
}

function CandidateCard({
  letter,
  candidate: { incident, score, reasons },
  now,
  disabled,
  onChoose,
}: {
  letter: string;
  candidate: Candidate;
  now: number;
  disabled: boolean;
  onChoose: () => void;
}) {
  return (
    <button type="button" className="card" disabled={disabled} onClick={onChoose}>
      <b>
        <SeverityMark level={incident.severity} size={18} /> {incident.title} <Key>{letter}</Key>
      </b>
      <small>
        {incident.address ?? '未说地址'} · {incident.departmentName ?? '未派遣'} ·{' '}
        {statusNames[incident.status]}
      </small>
      <small>
        {formatNear(incident.openedAt, now)} 来件 · 来件 {incident.eventCount} · 诉求 {incident.requestCount}
      </small>
      <span>
        相符 {score.toFixed(2)}：{reasons.join('，')}
      </span>
    </button>
  );
}

/** A place that the words may mean; its letter stands on the map as well, also while it is no key. */
function PlaceCard({
  letter,
  isKey,
  place,
  disabled,
  onChoose,
}: {
  letter: string;
  isKey: boolean;
  place: Place;
  disabled: boolean;
  onChoose: () => void;
}) {
  const { districts } = useDesk();
  return (
    <button type="button" className="card" disabled={disabled} onClick={onChoose}>
      <b>
        {place.name} {isKey ? <Key>{letter}</Key> : <span>{letter}</span>}
      </b>
      <small>
        {districts.get(place.districtCode ?? '') ?? '区县不明'} · 误差 {formatMetres(place.accuracyM)}
      </small>
    </button>
  );
}
