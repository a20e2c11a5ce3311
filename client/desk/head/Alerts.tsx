import { useQuery } from '@tanstack/react-query';
import { Button, Popover } from 'antd';
import { AlertList, alertStateNames } from '#contracts/alert.ts';
import type { Alert } from '#contracts/alert.ts';
import type { Session } from '#contracts/people.ts';
import { apiGet } from '../../shared/api.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState } from '../../shared/states.tsx';
import { CallOut } from './Callouts.tsx';
import { useConfirm } from './useConfirm.ts';

/** 监测告警: judged by the system, issued by nobody; a named person takes note of each. */
export function Alerts({ session }: { session: Session }) {
  const alerts = useQuery({
    queryKey: ['alerts'],
    queryFn: () => apiGet('/api/alerts', AlertList),
    refetchInterval: 15_000,
  });
  const { items = [], open = 0 } = alerts.data ?? {};
  const unseen = items.filter(({ state }) => state === 'raised').length;
  const list = (
    <section className="standing">
      <h3>监测告警（系统研判，未发布）</h3>
      {items.length === 0 && <EmptyState title="没有监测告警" />}
      <ul>
        {items.map((alert) => (
          <AlertRow
            key={alert.id}
            alert={alert}
            may={hasRight(session, 'alert.confirm')}
            mayCall={hasRight(session, 'duty.call')}
          />
        ))}
      </ul>
      {open > items.length && (
        <p>
          只列出最近 {items.length} 条，共 {formatNumber(open)} 条
        </p>
      )}
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <button type="button" className="plain head-fact">
        监测告警 {formatNumber(open)}
        {unseen > 0 && <b>　待确认 {formatNumber(unseen)}</b>}
      </button>
    </Popover>
  );
}

function AlertRow({ alert, may, mayCall }: { alert: Alert; may: boolean; mayCall: boolean }) {
  const { busy, send } = useConfirm(`/api/alerts/${alert.id}/confirm`, 'alerts', { note: '' });
  return (
    <li>
      <span>
        <b>{alert.words}</b>
        <small>
          {formatNear(alert.raisedAt, cityNow())} 起 · {alert.outcome === 'event' ? '已生成来件' : '只作告警'}{' '}
          · {alert.acknowledgedName ? `${alert.acknowledgedName}已确认` : alertStateNames[alert.state]}
        </small>
      </span>
      {mayCall && <CallOut about="alert" id={alert.id} />}
      {may && alert.state === 'raised' && (
        <Button size="small" disabled={busy} onClick={send}>
          确认
        </Button>
      )}
    </li>
  );
}
