import type { Warning } from '#contracts/warning.ts';
import type { Gauge } from '#contracts/wall.ts';
import { formatClock } from '../../shared/format.ts';

/** A flag says that an authority has spoken: never the sign of a severity. */
function Flag({ colour }: { colour: Warning['colour'] }) {
  return <i className={`flag flag-${colour ?? 'none'}`} />;
}

const mostWarnings = 3;

/** What is said where nothing is in force: a feed that never spoke is no calm. */
const quietWords = { connected: '无生效预警', never: '未接入' } as const;
export type Quiet = keyof typeof quietWords | null;

/**
 * 响应与预警: who has declared what, by name and time. Nothing stands here that the machine has judged. `quiet` says what
 * it means that nothing stands; null: that is not known, or not told here.
 */
export function Authority({ standing, quiet }: { standing: readonly Warning[]; quiet: Quiet }) {
  const responses = standing.filter(({ kind }) => kind === 'response');
  const warnings = standing.filter(({ kind }) => kind === 'warning');
  if (standing.length === 0)
    return quiet && <section className="panel authority authority-quiet">预警　{quietWords[quiet]}</section>;
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
