import type { Figures } from '#contracts/wall.ts';
import { formatNear, formatNumber } from '../shared/format.ts';

const shown = 5;

/** 监测告警: what measures over its limit now. No colour: nobody has issued a warning. */
export function Alerts({ figures, now }: { figures: Figures; now: number }) {
  const { alerts } = figures;
  if (alerts.length === 0) return null;
  return (
    <section className="alerts" aria-label="监测告警">
      <h2>
        监测告警 {formatNumber(alerts.length)} 处<small>系统研判，未发布</small>
      </h2>
      <ul>
        {alerts.slice(0, shown).map((alert) => (
          <li key={`${alert.name} ${alert.metric} ${alert.at}`}>
            <span className="alert-name" title={alert.name}>
              {alert.name}
            </span>
            <span>
              {alert.metric} <b>{formatNumber(alert.value)}</b> {alert.unit}
            </span>
            <time>{formatNear(alert.at, now)} 起</time>
          </li>
        ))}
      </ul>
      {alerts.length > shown && <p className="note">另有 {formatNumber(alerts.length - shown)} 处，见大屏</p>}
    </section>
  );
}
