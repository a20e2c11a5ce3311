import { formatClock } from '../../shared/format.ts';
import type { LiveView } from '../../shared/live.ts';

/** Silence of the feed is said at once and in words (law 9): late after 6 s, lost after 10 s. */
export function LinkNote({ view }: { view: LiveView }) {
  if (view.link === 'live') return null;
  const seconds = Math.round(view.silentMs / 1000);
  const since = view.asOf === null ? '' : `，停在 ${formatClock(view.asOf, true)}`;
  const words = {
    joining: '正在连接实时数据…',
    late: `数据延迟 ${seconds} 秒${since}`,
    lost: `数据中断 ${spoken(seconds)}${since}，重连中`,
    refused: '大屏账号未获准接收实时数据，请值班长重新登录',
  }[view.link];
  return (
    <p className={`link-note link-note-${view.link}`} role="alert">
      {words}
    </p>
  );
}

function spoken(seconds: number): string {
  return seconds < 120 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分`;
}
