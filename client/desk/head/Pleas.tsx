import { useQuery } from '@tanstack/react-query';
import { Popover } from 'antd';
import { PleaList, pleaWords } from '#contracts/plea.ts';
import { apiGet } from '../../shared/api.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { useDesk } from '../desk-context.ts';

/** 待我批: what units asked for and this person may decide, the oldest first; a press opens the matter. */
export function Pleas() {
  const { select } = useDesk();
  const pleas = useQuery({
    queryKey: ['pleas'],
    queryFn: async () => (await apiGet('/api/pleas', PleaList)).items,
    refetchInterval: 15_000,
  });
  const items = pleas.data ?? [];
  if (items.length === 0) return null;
  const list = (
    <section className="standing">
      <h3>待我批：延期、挂账、申诉</h3>
      <ul>
        {items.map((plea) => (
          <li key={plea.id}>
            <button type="button" className="plain" onClick={() => select(`i${plea.incidentId}`)}>
              <b>
                {plea.unitName}申请{pleaWords(plea)}
              </b>
              <small>
                {plea.no} {plea.title} · {formatDateTime(plea.askedAt)}
              </small>
              <small>{plea.reason}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
  return (
    <Popover content={list} trigger="click" placement="bottomRight">
      <button type="button" className="plain head-fact">
        <b>待我批 {formatNumber(items.length)}</b>
      </button>
    </Popover>
  );
}
