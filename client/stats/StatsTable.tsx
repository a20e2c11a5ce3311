import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { Stats, StatsBy, StatsRow } from '#contracts/stats.ts';
import type { Rate } from '#contracts/wall.ts';
import { formatNumber, formatRate } from '../shared/format.ts';
import type { Figure } from './address.ts';
import { NumberLink } from './NumberLink.tsx';

export const dimensionNames: Record<StatsBy, string> = {
  district: '县（市、区）',
  department: '承办单位',
  category: '小类',
};

/** The table that everyone argues about: official order, no ranking, every rate with its fraction. */
export function StatsTable({
  stats,
  choices,
  waiting,
  onChoose,
}: {
  stats: Stats;
  choices: readonly StatsBy[];
  /** Another table is on its way; this one stands until it is here. */
  waiting: boolean;
  onChoose: (by: StatsBy) => void;
}) {
  return (
    <section className={waiting ? 'figures figures-waiting' : 'figures'} aria-busy={waiting}>
      <div className="figures-head">
        <h2>{stats.finding}</h2>
        <Segmented
          aria-label="统计口径"
          options={choices.map((by) => ({ value: by, label: `按${dimensionNames[by]}` }))}
          value={stats.by}
          onChange={onChoose}
        />
      </div>
      <table>
        <TableHead by={stats.by} />
        <tbody>
          <TableRow row={stats.total} by={stats.by} total />
          {stats.rows.map((row) => (
            <TableRow key={row.code ?? 'none'} row={row} by={stats.by} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function TableHead({ by }: { by: StatsBy }) {
  return (
    <thead>
      <tr>
        <th scope="col">{dimensionNames[by]}</th>
        <th scope="col">今日来件</th>
        <th scope="col">昨日同时段</th>
        <th scope="col">增减</th>
        <th scope="col">在办</th>
        <th scope="col">超时</th>
        <th scope="col">本月按期结案率</th>
        <th scope="col">按期 / 应结</th>
        <th scope="col">本月特殊结案</th>
        <th scope="col">未诉先办率</th>
        <th scope="col">先办 / 属实</th>
      </tr>
    </thead>
  );
}

function TableRow({ row, by, total = false }: { row: StatsRow; by: StatsBy; total?: boolean }) {
  const code = total ? null : (row.code ?? 'none');
  const number = (figure: Figure, value: number, label: string) => (
    <NumberLink value={value} opened={{ figure, by, code }} label={`${row.name} ${label}`} />
  );
  const change = row.eventsToday - row.eventsYesterdaySameTime;
  return (
    <tr className={total ? 'total' : undefined}>
      <th scope="row" title={row.name}>
        {row.name}
      </th>
      <td>{number('eventsToday', row.eventsToday, '今日来件')}</td>
      <td>{number('eventsYesterday', row.eventsYesterdaySameTime, '昨日同时段来件')}</td>
      <td className={change === 0 ? 'zero' : undefined}>{signed(change)}</td>
      <td>{number('open', row.open, '在办')}</td>
      <td className={row.overdue > 0 ? 'late' : undefined}>{number('overdue', row.overdue, '超时')}</td>
      <td>
        <Percent rate={row.closedOnTime} none="无应结" />
      </td>
      <td className="fraction">
        <Fraction
          rate={row.closedOnTime}
          numerator={number('closedOnTime', row.closedOnTime.numerator, '本月按期结案')}
          denominator={number('due', row.closedOnTime.denominator, '本月应结')}
        />
      </td>
      <td>{number('specialClosed', row.specialClosed, '本月特殊结案')}</td>
      <td>
        <Percent rate={row.beforeTheCall} none="无属实" />
      </td>
      <td className="fraction">
        <Fraction
          rate={row.beforeTheCall}
          numerator={number('beforeTheCall', row.beforeTheCall.numerator, '未诉先办')}
          denominator={number('confirmed', row.beforeTheCall.denominator, '本月属实')}
        />
      </td>
    </tr>
  );
}

function Percent({ rate, none }: { rate: Rate; none: string }) {
  return rate.denominator === 0 ? <span className="zero">{none}</span> : formatRate(rate);
}

function Fraction({
  rate,
  numerator,
  denominator,
}: {
  rate: Rate;
  numerator: ReactNode;
  denominator: ReactNode;
}) {
  if (rate.denominator === 0) return <span className="zero">0 / 0</span>;
  return (
    <>
      {numerator} / {denominator}
    </>
  );
}

/** +54, −1, 0. */
function signed(change: number): string {
  if (change === 0) return '0';
  return `${change > 0 ? '+' : '−'}${formatNumber(Math.abs(change))}`;
}
