import type { Brief } from '#contracts/stats.ts';
import { formatNumber } from '../shared/format.ts';
import { NumberLink } from './NumberLink.tsx';

type Hourly = Brief['hourly'][number];

/** Height and width in which the lines are drawn; the picture is stretched to its place. */
const height = 100;
const width = 240;
const hoursOfDay = 24;

/** 每小时来件: one small chart for each district, all on one axis, so that they may be compared by eye. */
export function SmallCharts({ hourly, finding }: { hourly: Brief['hourly']; finding: string }) {
  const top = Math.max(4, ...hourly.flatMap(({ today, yesterday }) => [...today, ...yesterday]));
  const grown = grownMost(hourly);
  return (
    <section className="charts" aria-label="每小时来件">
      <h2>{finding}</h2>
      <p className="note">每小时来件，深线今日、浅线昨日，顶 {formatNumber(top)} 件；右上今日 / 昨日同时段</p>
      <ul>
        {hourly.map((one) => (
          <li key={one.districtCode ?? 'none'}>
            <SmallChart of={one} top={top} strong={grown.has(one)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The two districts that the title names: those that grew most. */
function grownMost(hourly: readonly Hourly[]): ReadonlySet<Hourly> {
  const by = (one: Hourly): number => one.todayCount - one.yesterdayCount;
  return new Set(
    hourly
      .filter((one) => by(one) > 0)
      .toSorted((a, b) => by(b) - by(a))
      .slice(0, 2),
  );
}

function SmallChart({ of, top, strong }: { of: Hourly; top: number; strong: boolean }) {
  const { name, today, yesterday, todayCount, yesterdayCount, districtCode } = of;
  const code = districtCode ?? 'none';
  const last = today.length - 1;
  return (
    <figure className={strong ? 'chart chart-strong' : 'chart'}>
      <figcaption>
        <span>{name}</span>
        <span className="chart-counts">
          <NumberLink
            value={todayCount}
            opened={{ figure: 'eventsToday', by: 'district', code }}
            label={`${name} 今日来件`}
          />
          {' / '}
          {formatNumber(yesterdayCount)}
        </span>
      </figcaption>
      <div className="chart-plot">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <line className="chart-ground" x1="0" x2={width} y1={height} y2={height} />
          <polyline className="chart-yesterday" points={pointsOf(yesterday, top)} />
          <polyline className="chart-today" points={pointsOf(today, top)} />
        </svg>
        <span
          className="chart-dot"
          style={{ left: `${(x(last) / width) * 100}%`, bottom: `${((today[last] ?? 0) / top) * 100}%` }}
        />
      </div>
      <span className="chart-axis" aria-hidden="true">
        <span>0 时</span>
        <span>12</span>
        <span>24</span>
      </span>
    </figure>
  );
}

/** The middle of an hour, as far along as the day is. */
const x = (hour: number): number => ((hour + 0.5) / hoursOfDay) * width;

function pointsOf(counts: readonly number[], top: number): string {
  return counts
    .map((count, hour) => `${x(hour).toFixed(1)},${(height - (count / top) * height).toFixed(1)}`)
    .join(' ');
}
