import { Button, Popover } from 'antd';
import { useQuery } from '@tanstack/react-query';
import type { Session } from '#contracts/people.ts';
import { WarningList } from '#contracts/warning.ts';
import type { Warning } from '#contracts/warning.ts';
import { apiGet } from '../../shared/api.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState } from '../../shared/states.tsx';
import { useConfirm } from './useConfirm.ts';
import { CallOut } from './Callouts.tsx';

/** 预警与响应: as their authorities issued them; a named person signs for each. */
export function Warnings({ session }: { session: Session }) {
  const warnings = useQuery({
    queryKey: ['warnings'],
    queryFn: () => apiGet('/api/warnings', WarningList),
    refetchInterval: 15_000,
  });
  const items = warnings.data?.items ?? [];
  const unsigned = items.filter(({ signedAt }) => signedAt === null).length;
  const list = (
    <section className="standing">
      <h3>预警与应急响应（由发布单位发布）</h3>
      {items.length === 0 && <EmptyState title="没有生效的预警和响应" />}
      <ul>
        {items.map((one) => (
          <WarningRow
            key={one.id}
            warning={one}
            may={hasRight(session, 'warning.sign')}
            mayCall={hasRight(session, 'duty.call')}
          />
        ))}
      </ul>
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <button type="button" className="plain head-fact">
        预警响应 {formatNumber(items.length)}
        {unsigned > 0 && <b>　待签收 {formatNumber(unsigned)}</b>}
      </button>
    </Popover>
  );
}

function WarningRow({ warning, may, mayCall }: { warning: Warning; may: boolean; mayCall: boolean }) {
  const { id, version, name, issuer, number, place, updatedAt, expiresAt, text, signedAt, signedName } =
    warning;
  const { busy, send } = useConfirm(`/api/warnings/${id}/sign`, 'warnings', { version });
  return (
    <li>
      <span>
        <b>
          {name}　{place}
        </b>
        <small>
          {issuer} · {number} · {formatDateTime(updatedAt)}
          {expiresAt !== null && ` 至 ${formatDateTime(expiresAt)}`}
        </small>
        {text !== '' && <small>{text}</small>}
        {signedAt !== null && (
          <small>
            {signedName} {formatDateTime(signedAt)} 签收
          </small>
        )}
      </span>
      {mayCall && <CallOut about="warning" id={id} />}
      {may && signedAt === null && (
        <Button size="small" disabled={busy} onClick={send}>
          签收
        </Button>
      )}
    </li>
  );
}
