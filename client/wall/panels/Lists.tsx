import { sourceNames } from '#contracts/incident.ts';
import type { Figures } from '#contracts/wall.ts';
import { formatClock, formatNumber } from '../../shared/format.ts';
import { metricName, shortUnit } from '../words.ts';

/** 监测告警: what sensors say is over its threshold. Judged by the system, issued by nobody; so it has no colour. */
export function AlertList({ figures }: { figures: Figures | null }) {
  const alerts = figures?.alerts ?? [];
  return (
    <section className="panel list alerts">
      <h2>
        监测告警<small>系统研判，未发布</small>
        <b className="count">{formatNumber(figures?.alertsOpen ?? 0)}</b>
      </h2>
      {alerts.length === 0 ? (
        <p className="calm-small">{quietWords(figures)}</p>
      ) : (
        <ul className="fit">
          {alerts.map((alert) => (
            <li className="alert-row" key={alert.id}>
              <span>{alert.name}</span>
              <b>
                {formatNumber(alert.unit === '分钟' ? Math.round(alert.value) : alert.value)}{' '}
                {shortUnit(alert.unit)}
              </b>
              <small>
                {metricName(alert.metric)} <time>{formatClock(alert.at)}</time> 起
              </small>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function quietWords(figures: Figures | null): string {
  if (!figures) return '正在读取…';
  const { live, all } = figures.sensors;
  if (all === 0) return '尚未接入监测点';
  return live === 0 ? '监测点暂无读数' : `实时 ${live}/${all} 个监测点均未超阈值`;
}

/** 最新来件, and how many wait for a person's judgement. */
export function LatestList({ figures }: { figures: Figures | null }) {
  const latest = figures?.latest ?? [];
  const waiting = figures?.waitingForPerson ?? 0;
  return (
    <section className="panel list latest">
      <h2>
        最新来件
        {waiting > 0 && <small>待人研判 {formatNumber(waiting)} 件</small>}
      </h2>
      {latest.length === 0 ? (
        <p className="calm-small">{figures ? '今日暂无来件' : '正在读取…'}</p>
      ) : (
        <ul className="fit">
          {latest.map((item, index) => (
            <li className="latest-row" key={`${item.at} ${item.incidentId} ${index}`}>
              <time>{formatClock(item.at)}</time>
              <span>{sourceNames[item.source] ?? item.source}</span>
              <b>{item.title}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
