import { useQuery } from '@tanstack/react-query';
import {
  SupervisionList,
  isAnswerLate,
  supervisionName,
  supervisionStateNames,
} from '#contracts/supervision.ts';
import { apiGet } from './api.ts';
import { formatDateTime, formatNumber } from './format.ts';
import { cityNow } from './now.ts';

/** 督办台账: what was signed, of whom, until when, and what became of it; the newest first. */
export function SupervisionLedger() {
  const list = useQuery({
    queryKey: ['supervisions', 'ledger'],
    queryFn: async () => (await apiGet('/api/supervisions/ledger', SupervisionList)).items,
  });
  const items = list.data ?? [];
  return (
    <section className="supervision-ledger" aria-label="督办台账">
      <h3>督办台账　{formatNumber(items.length)} 份</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">案件</th>
            <th scope="col">单位</th>
            <th scope="col">等级</th>
            <th scope="col">签发</th>
            <th scope="col">回复期限</th>
            <th scope="col">回复</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                <a href={`/desk?incident=${one.incidentId}`}>{one.matter}</a>
                <small>{one.no}</small>
              </td>
              <td>{one.unitName}</td>
              <td>{supervisionName(one)}</td>
              <td>
                {one.signedName}
                <small>{one.signedAt === null ? '' : formatDateTime(one.signedAt)}</small>
              </td>
              <td>{one.answerBy === null ? '见单' : formatDateTime(one.answerBy)}</td>
              <td>{one.repliedAt === null ? '未回复' : formatDateTime(one.repliedAt)}</td>
              <td>
                {supervisionStateNames[one.state]}
                {isAnswerLate(one, cityNow()) && <b>　回复超期</b>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {list.isSuccess && items.length === 0 && <p>还没有签发过督办单</p>}
    </section>
  );
}
