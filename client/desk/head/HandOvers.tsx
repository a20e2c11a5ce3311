import { Popover } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { HandOver, taskWords } from '#contracts/task.ts';
import { apiGet } from '../../shared/api.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { EmptyState } from '../../shared/states.tsx';
import { MatterRow } from './MatterRow.tsx';

const Ledger = z.object({ items: z.array(HandOver) });
const tracked = ({ status }: HandOver): boolean => status === 'to-sign' || status === 'handling';

/** 移交台账: what 110, 119, 120 took over in thirty days; what is still tracked stands first. */
export function HandOvers() {
  const [open, setOpen] = useState(false);
  const ledger = useQuery({
    queryKey: ['hand-overs'],
    queryFn: () => apiGet('/api/hand-overs', Ledger),
    refetchInterval: 15_000,
  });
  const items = ledger.data?.items ?? [];
  const waiting = items.filter(tracked).length;
  const list = (
    <section className="standing">
      <h3>移交台账（110、119、120，近 30 日）</h3>
      {items.length === 0 && <EmptyState title="近 30 日没有移交" />}
      <ul>
        {items.map((one) => (
          <HandOverRow key={one.id} one={one} onOpen={() => setOpen(false)} />
        ))}
      </ul>
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
      <button type="button" className="plain head-fact">
        移交 {formatNumber(items.length)}
        {waiting > 0 && <b>　跟踪中 {formatNumber(waiting)}</b>}
      </button>
    </Popover>
  );
}

function HandOverRow({ one, onOpen }: { one: HandOver; onOpen: () => void }) {
  const facts = [
    one.seat === null ? '' : `坐席 ${one.seat}`,
    one.receivedAt === null
      ? `${formatDateTime(one.createdAt)} 呼叫`
      : `${formatDateTime(one.receivedAt)} 接收`,
    one.reportedAt === null ? '' : `${formatDateTime(one.reportedAt)} 反馈`,
  ].filter((fact) => fact !== '');
  return (
    <MatterRow incidentId={one.incidentId} onOpen={onOpen}>
      <b>
        {one.unitName}　{taskWords(one)}
      </b>
      <small>
        {one.incidentNo} {one.incidentTitle}
      </small>
      <small>{facts.join(' · ')}</small>
      {one.report !== null && <small>反馈：{one.report}</small>}
    </MatterRow>
  );
}
