import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { z } from 'zod';
import { InboxItem } from '#contracts/task.ts';
import { apiGet } from '../../shared/api.ts';
import { formatNear } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { EmptyState } from '../../shared/states.tsx';
import { useDesk } from '../desk-context.ts';

const Page = z.object({ items: z.array(InboxItem) });

/** 收件箱 of the person's unit. */
export function Inbox() {
  const { select } = useDesk();
  const inbox = useQuery({
    queryKey: ['inbox'],
    queryFn: async () => (await apiGet('/api/inbox', Page)).items,
    refetchInterval: 30_000,
  });
  const items = inbox.data ?? [];
  const unread = items.filter(({ readAt }) => readAt === null).length;
  const list = (
    <ul className="inbox">
      {items.length === 0 && <EmptyState title="收件箱是空的" />}
      {items.slice(0, 30).map(({ id, incidentId, title, createdAt, readAt }) => (
        <li key={id}>
          <button
            type="button"
            className="plain"
            disabled={incidentId === null}
            onClick={() => select(incidentId === null ? null : `i${incidentId}`)}
          >
            {readAt === null ? <b>{title}</b> : title}
          </button>
          <small>{formatNear(createdAt, cityNow())}</small>
        </li>
      ))}
    </ul>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <button type="button" className="plain">
        收件 {unread}
      </button>
    </Popover>
  );
}
