import type { Figures } from '#contracts/wall.ts';
import { feedWords } from '../../shared/feeds.ts';
import type { LiveView } from '../../shared/live.ts';
import { formatClock, formatNumber } from '../../shared/format.ts';
import { openPast } from '../past/use-past.ts';

const mostLate = 3;

/** 2,418/2,438, or that there is none yet. */
const shareWords = ({ live, all }: { live: number; all: number }): string =>
  all === 0 ? '未接入' : `${formatNumber(live)}/${formatNumber(all)}`;

/** A camera speaks only when it sees something: silence is no fault, so no share is made of it. */
const cameraWords = ({ live, all }: { live: number; all: number }): string =>
  all === 0 ? '未接入' : `${formatNumber(all)} 路，近一日告警 ${formatNumber(live)} 路`;

/** How fresh every feed is: what is late stands by name, never silently old. */
export function FeedLine(props: { figures: Figures | null; link: LiveView['link']; now: number }) {
  const { figures, link, now } = props;
  const open = (
    <button type="button" className="past-open" onClick={() => openPast(now)}>
      历史回溯
    </button>
  );
  if (!figures) return <footer className="feeds">数据源状态读取中…{open}</footer>;
  const { sources, sensors, cameras, notices, asOf } = figures;
  const late = sources.filter((source) => source.late);
  // Where the line is down nobody knows how fresh anything is.
  const silent = link === 'lost' || now - Date.parse(asOf) > 30_000;
  return (
    <footer className={silent ? 'feeds feeds-silent' : 'feeds'}>
      <span>{feedWords(sources)}</span>
      <span>传感器 {shareWords(sensors)}</span>
      <span>摄像 {cameraWords(cameras)}</span>
      {late.slice(0, mostLate).map(({ source, name, lateWords: words }) => (
        <span className="feed-late" key={source}>
          {name} <u>{words}</u>
        </span>
      ))}
      {late.length > mostLate && <span className="feed-late">等 {late.length} 项延迟</span>}
      {notices.map((notice) => (
        <span className="feed-late" key={notice}>
          {notice}
        </span>
      ))}
      {silent && <span className="feed-late">本行截至 {formatClock(asOf, true)}</span>}
      {open}
    </footer>
  );
}
