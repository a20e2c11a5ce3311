import type { Warning } from '#contracts/warning.ts';
import type { Gauge } from '#contracts/wall.ts';
import { formatClock } from '../../shared/format.ts';

/** A flag says that an authority has spoken: never the sign of a severity. */
function Flag({ colour }: { colour: Warning['colour'] }) {
  return <i className={`flag flag-${colour ?? 'none'}`} />;
}

const mostWarnings = 3;

/** 响应与预警: who has declared what, by name and time. Nothing stands here that the machine has judged. */
export function Authority({ standing }: { standing: readonly Warning[] }) {
  const responses = standing.filter(({ kind }) => kind === 'response');
  const warnings = standing.filter(({ kind }) => kind === 'warning');
  if (standing.length === 0) return null;
  return (
    <section className="panel authority">
      {responses.length > 0 && (
        <p className="responses">
          <small>响应</small>
          {responses.map(({ id, name, hazard }) => (
            <span key={id} title={hazard}>
              {name}
            </span>
          ))}
        </p>
      )}
      {warnings.slice(0, mostWarnings).map((one) => (
        <p key={one.id} className="warning-line">
          <Flag colour={one.colour} />
          <b>{one.name}</b>
          <span>{one.said}</span>
          <span className="warning-place">{one.place}</span>
        </p>
      ))}
      {warnings.length > mostWarnings && (
        <p className="warning-line">另有预警 {warnings.length - mostWarnings} 条</p>
      )}
    </section>
  );
}

/** 水情: the station that is highest above its warning level, or nearest to it and rising. */
export function River({ gauges }: { gauges: readonly Gauge[] }) {
  const gauge = gauges.find((one) => one.value >= one.warning || one.minutesToWarning !== null);
  if (!gauge) return null;
  const { name, value, warning, risePerHour: rise, minutesToWarning: minutes, words, observedAt } = gauge;
  return (
    <section className="panel river">
      <p className="river-now">
        <span>{name}</span>
        <b>
          {value.toFixed(2)} <small>m</small>
        </b>
        {rise !== null && (
          <span>
            {rise >= 0 ? '↑' : '↓'}
            {Math.abs(rise).toFixed(2)} m/h
          </span>
        )}
      </p>
      <p className="facts">
        <span>{words}</span>
        <time>{formatClock(observedAt)}</time>
      </p>
      {minutes !== null && (
        <p className="facts">
          <b>
            外推 {Math.round(minutes)} 分钟到警戒 {warning.toFixed(2)}
          </b>
          <span>非水文预报</span>
        </p>
      )}
    </section>
  );
}
