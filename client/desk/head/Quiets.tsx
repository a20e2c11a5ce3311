import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { useState } from 'react';
import { QuietList } from '#contracts/false-alarm.ts';
import { apiGet } from '../../shared/api.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { MatterRow } from './MatterRow.tsx';

/** 误报静默: which devices are only counted now; shown only while any is. A press opens the matter, where it is lifted. */
export function Quiets() {
  const [open, setOpen] = useState(false);
  const quiets = useQuery({
    queryKey: ['false-alarms'],
    queryFn: () => apiGet('/api/false-alarms', QuietList),
    refetchInterval: 30_000,
  });
  const items = quiets.data?.items ?? [];
  if (items.length === 0) return null;
  const now = cityNow();
  const list = (
    <section className="standing">
      <h3>误报静默中：只计数、不立案</h3>
      <ul>
        {items.map((one) => (
          <MatterRow key={one.id} incidentId={one.incidentId} onOpen={() => setOpen(false)}>
            <b>
              {one.deviceName} {one.kindName}
            </b>
            <small>
              至 {formatNear(one.quietUntil ?? now, now)}，已计数 {formatNumber(one.counted)} 起 ·{' '}
              {one.markedName}标
            </small>
            <small>
              {one.incident.no} {one.incident.title}
            </small>
          </MatterRow>
        ))}
      </ul>
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight" open={open} onOpenChange={setOpen}>
      <button type="button" className="plain head-fact">
        误报静默 {formatNumber(items.length)}
      </button>
    </Popover>
  );
}
