import type { Figures, Rate } from '#contracts/wall.ts';
import { formatClock, formatNumber, lateWords } from '../../shared/format.ts';
import { changeWords } from '../words.ts';

/** Figures older than this are grey and say so. */
const lateAfterMs = 60_000;

/** The numbers of the day: each with its denominator, all with their time. */
export function FigurePanel({ figures, now }: { figures: Figures | null; now: number }) {
  if (!figures) return <section className="panel figures figures-none">正在读取今日数字…</section>;
  const late = now - Date.parse(figures.asOf) > lateAfterMs;
  return (
    <section className={late ? 'panel figures figures-late' : 'panel figures'}>
      <div className="figure-row">
        <Figure label="今日来件" value={formatNumber(figures.eventsToday)} />
        <Figure label="在办" value={formatNumber(figures.openIncidents)} />
        <Figure label="超时" value={formatNumber(figures.overdueIncidents)} />
      </div>
      <p className="figure-note">
        <time>{formatClock(figures.asOf)}</time>
        {late && <b>{lateWords(figures.asOf, now)}</b>}
        <span>{changeWords(figures.eventsToday, figures.eventsYesterdaySameTime)}</span>
      </p>
      <div className="figure-row figure-rates">
        <RateFigure label="本月按期结案率" rate={figures.closedOnTime} of="应结" none="本月无应结" />
        <RateFigure label="未诉先办率" rate={figures.beforeTheCall} of="属实" none="本月无属实" />
      </div>
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="figure">
      <span className="figure-label">{label}</span>
      <strong className={value.length > 5 ? 'number number-long' : 'number'}>{value}</strong>
    </div>
  );
}

/** A rate is computed from its own fraction; nothing due is no rate. */
function RateFigure({ label, rate, of, none }: { label: string; rate: Rate; of: string; none: string }) {
  const percent = rate.denominator > 0 ? ((rate.numerator / rate.denominator) * 100).toFixed(1) : null;
  return (
    <div className="figure">
      <span className="figure-label">{label}</span>
      {percent === null ? (
        <strong className="number number-none">—</strong>
      ) : (
        <strong className="number">
          {percent}
          <small>%</small>
        </strong>
      )}
      <span className="figure-of">
        {percent === null
          ? none
          : `${formatNumber(rate.numerator)} / ${of} ${formatNumber(rate.denominator)}`}
      </span>
    </div>
  );
}
