import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { Callouts as CalloutList, callWords, postNames } from '#contracts/duty.ts';
import type { Called } from '#contracts/duty.ts';
import type { Session } from '#contracts/people.ts';
import { apiGet } from '../../shared/api.ts';
import { formatNear, formatNumber, timeLeft } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { PhoneOnce } from '../callout/PhoneOnce.tsx';
import { useConfirm } from './useConfirm.ts';

/** 叫应 of the whole city, about matters, alerts and warnings: who still has to be reached. */
export function Callouts({ session }: { session: Session }) {
  const callouts = useQuery({
    queryKey: ['callouts'],
    queryFn: () => apiGet('/api/callouts', CalloutList),
    refetchInterval: 10_000,
  });
  const items = callouts.data?.items ?? [];
  const waiting = items.flatMap(({ people }) => people).filter(({ state }) => state === 'waiting').length;
  const may = hasRight(session, 'duty.call');
  const list = (
    <section className="standing">
      <h3>叫应（10 分钟未接改叫备岗）</h3>
      <ul>
        {items.map((one) => (
          <li key={one.id} className="callout-group">
            <span>
              <b>{one.title}</b>
              <small>
                {one.no ?? ''} {formatNear(one.openedAt, cityNow())} {one.openedName}发起
              </small>
            </span>
            {one.people.map((person) => (
              <Person key={person.id} person={person} may={may} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
  // A quiet night has no word of it in the head.
  if (items.length === 0) return null;
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <button type="button" className="plain head-fact">
        叫应 {formatNumber(items.length)}
        {waiting > 0 && <b>　待叫应 {formatNumber(waiting)}</b>}
      </button>
    </Popover>
  );
}

function Person({ person, may }: { person: Called; may: boolean }) {
  const path = `/api/called/${person.id}`;
  const answered = useConfirm(path, 'callouts', { result: 'answered' });
  const missed = useConfirm(path, 'callouts', { result: 'missed' });
  const busy = answered.busy || missed.busy;
  const waits = person.state === 'waiting';
  return (
    <p className="callout-person">
      <span>
        {person.name}
        <small>
          {person.unitName} {postNames[person.post]}
          {person.standIn ? '备岗' : ''}
        </small>
      </span>
      <span>
        {callWords(person)}
        {waits && <small>{timeLeft(person.dueAt, cityNow())}</small>}
      </span>
      {may && waits && (
        <span>
          {person.dutyId !== null && <PhoneOnce dutyId={person.dutyId} standIn={person.standIn} />}{' '}
          <Button size="small" disabled={busy} onClick={answered.send}>
            已叫应
          </Button>{' '}
          <Button size="small" disabled={busy} onClick={missed.send}>
            未接
          </Button>
        </span>
      )}
    </p>
  );
}

/** Calls out everybody whom an alert or a warning concerns, by the roster. */
export function CallOut({ about, id }: { about: 'alert' | 'warning'; id: number }) {
  const { busy, send } = useConfirm('/api/callouts', 'callouts', { about, aboutId: id });
  return (
    <Button size="small" disabled={busy} onClick={send}>
      叫应
    </Button>
  );
}
