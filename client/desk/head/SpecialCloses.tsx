import { Popover } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { SpecialCloseItem } from '#contracts/desk.ts';
import { apiGet } from '../../shared/api.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { useDesk } from '../desk-context.ts';
import { MatterRow } from './MatterRow.tsx';

const Waiting = z.object({ items: z.array(SpecialCloseItem) });

/** 待批特殊结案: shown only while something waits for a second person. */
export function SpecialCloses() {
  const { session } = useDesk();
  const [open, setOpen] = useState(false);
  const waiting = useQuery({
    queryKey: ['special-closes'],
    queryFn: () => apiGet('/api/special-closes', Waiting),
    refetchInterval: 15_000,
  });
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  const list = (
    <section className="standing">
      <h3>特殊结案，待另一人审批</h3>
      <ul>
        {items.map((one) => (
          <MatterRow key={one.id} incidentId={one.incident.id} onOpen={() => setOpen(false)}>
            <b>
              {one.incident.no} {one.incident.title}
            </b>
            <small>
              {one.askedName} {formatDateTime(one.askedAt)} 申请
              {one.askedBy === session.actor.username ? '，不能自己批' : ''}
            </small>
            <small>依据：{one.basis}</small>
          </MatterRow>
        ))}
      </ul>
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
      <button type="button" className="plain head-fact">
        待批特殊结案 {formatNumber(items.length)}
      </button>
    </Popover>
  );
}
