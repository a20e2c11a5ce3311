import { Button } from 'antd';
import type { TriageMatter } from '#contracts/call.ts';
import { statusNames } from '#contracts/incident.ts';
import type { CityRequest } from '#contracts/request.ts';
import { discontentNames, followUpNames, requestKindNames } from '#contracts/request.ts';
import { formatNear, lightOf, timeLeft } from '../../shared/format.ts';
import { LightWord } from '../../shared/marks.tsx';
import { hasRight } from '../../shared/session.tsx';
import { useDesk } from '../desk-context.ts';
import { callerName } from '../moves/callers.ts';

const stateWords: Record<CityRequest['status'], string> = {
  open: '未答复',
  answered: '已答复，待回访',
  settled: '已了结',
  withdrawn: '已撤诉',
};

type Props = {
  request: CityRequest;
  no: number;
  now: number;
  danger: boolean;
  /** What it seems to tell beside; empty where it is one matter, or was parted. */
  seems: readonly TriageMatter[];
  expanded: boolean;
  onToggle: () => void;
};

/** One caller: the words, why it belongs here, the promise, and where the answer stands. */
export function RequestRow({ request, no, now, danger, seems, expanded, onToggle }: Props) {
  return (
    <li className={`request${expanded ? ' expanded' : ''}${danger ? ' danger' : ''}`}>
      <button type="button" className="request-row" aria-expanded={expanded} onClick={onToggle}>
        <span className="request-when">
          {formatNear(request.calledAt, now)}
          <small>#{no}</small>
        </span>
        <span className="request-who">
          {callerName(request)}
          <small>{request.callerPhone ?? '无号码'}</small>
        </span>
        <span className="request-words">
          <span className="request-title">{request.body}</span>
          <small>{request.reasons.length > 0 ? request.reasons.join('，') : '首件'}</small>
        </span>
        <span className="request-state">
          {stateOf(request)}
          {request.matters.length > 0 && <b>　一电 {request.matters.length} 件</b>}
          {request.urged > 0 && <b>　催 {request.urged} 次</b>}
          <Promise request={request} now={now} />
        </span>
      </button>
      {seems.length > 0 && <Seeming request={request} seems={seems} />}
      {expanded && <RequestMore request={request} now={now} />}
    </li>
  );
}

function stateOf(request: CityRequest): string {
  if (request.result === null) return stateWords[request.status];
  const word = followUpNames[request.result];
  return request.solved === false ? `${word}，未解决` : word;
}

function Promise({ request, now }: { request: CityRequest; now: number }) {
  if (request.answeredAt !== null) return <small>{formatNear(request.answeredAt, now)} 答复</small>;
  if (request.promisedAt === null) return <small>未定时限</small>;
  const { light } = lightOf(request.calledAt, request.promisedAt, now);
  return (
    <small>
      {light !== '正常' && <LightWord light={light} />} {formatNear(request.promisedAt, now)} 止
    </small>
  );
}

/** 似有几件事: for a person to part, in one step; the machine parts nothing. */
function Seeming({ request, seems }: Pick<Props, 'request' | 'seems'>) {
  const { session, open } = useDesk();
  return (
    <p className="request-seems">
      似有 {seems.length} 件事：{seems.map(({ categoryName }) => categoryName).join('、')}
      {hasRight(session, 'incident.merge') && (
        <Button size="small" onClick={() => open({ kind: 'part', requestId: request.id })}>
          分案办理
        </Button>
      )}
    </p>
  );
}

/** 一电多事: where each matter of this caller stands; the answer is one. */
function MatterList({ request: { matters, status } }: Pick<Props, 'request'>) {
  const { select } = useDesk();
  const left = matters.filter(({ ended }) => !ended).length;
  return (
    <>
      <ol className="request-matters">
        {matters.map(({ part, incidentId, no, title, words, status: stands, ended }) => (
          <li key={part}>
            {incidentId === null ? (
              (words ?? '由其他单位办理的一件')
            ) : (
              <button type="button" className="plain" onClick={() => select(`i${incidentId}`)}>
                {no} {title}
              </button>
            )}{' '}
            <small>{stands === null ? (ended ? '已办结' : '未办结') : statusNames[stands]}</small>
          </li>
        ))}
      </ol>
      {status === 'open' && left > 0 && <p>尚有 {left} 件未办结，全部办结后一并答复</p>}
    </>
  );
}

const isSame = (a: string, b: string | null): boolean => b !== null && Date.parse(a) === Date.parse(b);

function RequestMore({ request, now }: { request: CityRequest; now: number }) {
  const { session, open } = useDesk();
  const mayFollow = request.status === 'answered' || request.status === 'settled';
  const last = request.discontents.find(({ saidAt }) => isSame(saidAt, request.followedAt));
  const earlier = request.discontents.filter((one) => one !== last);
  return (
    <div className="request-more">
      <p className="request-body">{request.body}</p>
      {request.matters.length > 0 && <MatterList request={request} />}
      <p className="request-facts">
        <span>
          {requestKindNames[request.kind] ?? request.kind} {request.ticketNo}
          {request.revision > 1 ? `（第 ${request.revision} 次更新）` : ''}
        </span>
        {request.callerAddress !== null && <span>住址 {request.callerAddress}</span>}
        {request.urged > 0 && <b>催 {request.urged} 次</b>}
        {request.round > 1 && <b>第 {request.round} 轮</b>}
        {request.promisedAt !== null && request.answeredAt === null && (
          <span>承诺 {timeLeft(request.promisedAt, now)}</span>
        )}
      </p>
      {request.answer !== null && (
        <p className="request-answer">
          <b>答复</b> {request.answer}
          <small>
            {request.answeredBy} {request.answeredAt === null ? '' : formatNear(request.answeredAt, now)}
          </small>
        </p>
      )}
      {request.followedAt !== null && (
        <p className="request-answer">
          <b>回访</b> {stateOf(request)}
          {last && `（${discontentNames[last.cause]}）`} {request.followNote}
          <small>{formatNear(request.followedAt, now)}</small>
        </p>
      )}
      {earlier.map(({ round, cause, words, saidAt }) => (
        <p key={saidAt} className="request-answer">
          <b>第 {round} 轮不满意</b> {discontentNames[cause]}
          {words !== '' && `：${words}`}
          <small>{formatNear(saidAt, now)}</small>
        </p>
      ))}
      <p className="request-tools">
        {request.status === 'open' && hasRight(session, 'request.answer') && (
          <Button size="small" onClick={() => open({ kind: 'reply', requestIds: [request.id] })}>
            {request.matters.length > 0 ? `一并答复 ${request.matters.length} 件` : '只答复此人'}
          </Button>
        )}
        {mayFollow && hasRight(session, 'request.follow-up') && (
          <Button size="small" onClick={() => open({ kind: 'follow-up', requestId: request.id })}>
            登记回访
          </Button>
        )}
        {hasRight(session, 'person.reveal') && (
          <Button size="small" onClick={() => open({ kind: 'reveal', requestId: request.id })}>
            查看姓名、号码
          </Button>
        )}
      </p>
    </div>
  );
}
