import { Button } from 'antd';
import type { IncidentDetail } from '#contracts/desk.ts';
import { callWords, postNames } from '#contracts/duty.ts';
import type { Called, Callout } from '#contracts/duty.ts';
import { formatNear, timeLeft } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { PanelFrame } from '../moves/PanelFrame.tsx';
import { PhoneOnce } from './PhoneOnce.tsx';
import { useCallouts } from './useCallouts.ts';

/** 叫应: who must be reached, who was; the result of the call that runs is one key. */
export function CalloutPanel({ detail }: { detail: IncidentDetail }) {
  const { session, close } = useDesk();
  const { list, busy, problem, act } = useCallouts(detail.id);
  const callout = list.data?.items[0];
  const may = hasRight(session, 'duty.call');
  const next = callout?.people.find(({ state }) => state === 'waiting');
  const note = (one: Called, result: 'answered' | 'missed') => void act(`/api/called/${one.id}`, { result });
  useKeys(may && next ? { '1': () => note(next, 'answered'), '2': () => note(next, 'missed') } : {});
  if (!list.data)
    return list.isError ? (
      <ErrorState error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <LoadingState words="正在读取叫应情况…" />
    );
  const open = () => void act('/api/callouts', { about: 'incident', aboutId: detail.id });
  return (
    <PanelFrame
      title="叫应"
      hint={
        callout
          ? `${callout.openedName}发起；10 分钟未接自动改叫备岗`
          : '按值班表叫应带班领导和承办单位值班人员，10 分钟未接自动改叫备岗'
      }
      submitWords={callout ? '关闭' : '发起叫应'}
      focusSubmit
      busy={busy}
      problem={problem}
      onSubmit={callout || !may ? close : open}
    >
      {callout && <People callout={callout} next={next} may={may} busy={busy} onNote={note} />}
    </PanelFrame>
  );
}

function People({
  callout,
  next,
  may,
  busy,
  onNote,
}: {
  callout: Callout;
  next: Called | undefined;
  may: boolean;
  busy: boolean;
  onNote: (one: Called, result: 'answered' | 'missed') => void;
}) {
  const now = useNow(1_000);
  return (
    <ul className="callout">
      {callout.people.map((one) => (
        <li key={one.id} className={one === next ? 'current' : ''}>
          <span>
            <b>{one.name}</b>{' '}
            <small>
              {one.unitName} {postNames[one.post]}
              {one.standIn ? '备岗' : ''}
            </small>
          </span>
          <span>
            <b className={`call-${one.state}`}>{callWords(one)}</b>{' '}
            <small>
              {one.notedAt === null
                ? timeLeft(one.dueAt, now)
                : `${formatNear(one.notedAt, now)} ${one.notedName ?? ''}`}
            </small>
          </span>
          {may && one.dutyId !== null && <PhoneOnce dutyId={one.dutyId} standIn={one.standIn} />}
          {may && one.state !== 'answered' && (
            <span>
              <Button size="small" disabled={busy} onClick={() => onNote(one, 'answered')}>
                已叫应 {one === next && <Key>1</Key>}
              </Button>{' '}
              {one.state === 'waiting' && (
                <Button size="small" disabled={busy} onClick={() => onNote(one, 'missed')}>
                  未接 {one === next && <Key>2</Key>}
                </Button>
              )}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
