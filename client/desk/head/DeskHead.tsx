import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { Session } from '#contracts/people.ts';
import { Figures } from '#contracts/wall.ts';
import { feedWords } from '../../shared/feeds.ts';
import { apiGet } from '../../shared/api.ts';
import { useTheme } from '../../shared/AppRoot.tsx';
import { formatNumber } from '../../shared/format.ts';
import type { LiveView } from '../../shared/live.ts';
import { Key } from '../../shared/marks.tsx';
import { PageHead } from '../../shared/PageHead.tsx';
import { hasRight } from '../../shared/session.tsx';
import { Supervisions } from '../../shared/Supervisions.tsx';
import type { Side } from '../RightColumn.tsx';
import { Alerts } from './Alerts.tsx';
import { HandOvers } from './HandOvers.tsx';
import { Callouts } from './Callouts.tsx';
import { Inbox } from './Inbox.tsx';
import { Pleas } from './Pleas.tsx';
import { Quiets } from './Quiets.tsx';
import { ShiftStrip } from './ShiftStrip.tsx';
import { SpecialCloses } from './SpecialCloses.tsx';
import { Warnings } from './Warnings.tsx';

/** The counts and feeds of the head, as of their time. */
function useFigures(session: Session) {
  return useQuery({
    queryKey: ['figures'],
    enabled: hasRight(session, 'wall.read'),
    queryFn: () => apiGet('/api/wall/figures', Figures),
    refetchInterval: 15_000,
  });
}

function useQuarantineCount(session: Session) {
  return useQuery({
    queryKey: ['quarantine', 'open'],
    enabled: hasRight(session, 'quarantine.read'),
    queryFn: async () => {
      const Counts = z.object({ counts: z.array(z.object({ count: z.number() })) });
      const { counts } = await apiGet('/api/quarantine?limit=1', Counts);
      return counts.reduce((sum, { count }) => sum + count, 0);
    },
    refetchInterval: 60_000,
  });
}

type Props = {
  session: Session;
  waiting: number;
  bursts: number;
  live: LiveView;
  silentRing: boolean;
  onKeys: () => void;
  onBurst: (() => void) | undefined;
  onSide: (side: Side) => void;
};

export function DeskHead(props: Props) {
  const { session, waiting, bursts, live, silentRing, onKeys, onBurst, onSide } = props;
  const figures = useFigures(session).data;
  const { name, choose } = useTheme();
  const onShift = () => onSide({ kind: 'shift' });
  const quarantine = useQuarantineCount(session).data ?? 0;
  return (
    <>
      <PageHead
        title="值班台"
        session={session}
        tools={
          <>
            <button
              type="button"
              className="plain"
              onClick={() => choose(name === 'dark' ? 'light' : 'dark')}
            >
              {name === 'dark' ? '浅色' : '深色'}
            </button>
            {hasRight(session, 'shift.read') && (
              <button type="button" className="plain" onClick={onShift}>
                交接班 <Key>T</Key>
              </button>
            )}
            {hasRight(session, 'wall.drive') && (
              <button type="button" className="plain" onClick={() => onSide({ kind: 'walls' })}>
                大屏 <Key>Shift W</Key>
              </button>
            )}
            <button type="button" className="plain" onClick={onKeys}>
              按键 <Key>?</Key>
            </button>
          </>
        }
      >
        {figures && <Feeds figures={figures} />}
        {hasRight(session, 'wall.read') && <Warnings session={session} />}
        {hasRight(session, 'wall.read') && <Alerts session={session} />}
        {hasRight(session, 'false-alarm.read') && <Quiets />}
        {hasRight(session, 'duty.read') && <Callouts session={session} />}
        {hasRight(session, 'incident.dispatch') && <HandOvers />}
        {hasRight(session, 'extension.decide') && <Pleas />}
        {hasRight(session, 'supervision.sign') && <Supervisions />}
        {hasRight(session, 'special.approve') && <SpecialCloses />}
        {bursts > 0 && (
          <button type="button" className="plain head-fact" onClick={onBurst}>
            <b>归案建议 {formatNumber(bursts)}</b> <Key>Y</Key>
          </button>
        )}
        {waiting > 0 && <b className="head-fact">待人判断 {formatNumber(waiting)}</b>}
        {quarantine > 0 && (
          <a className="head-fact" href="/admin/quarantine">
            隔离 {formatNumber(quarantine)}
          </a>
        )}
        {hasRight(session, 'inbox.read') && <Inbox />}
      </PageHead>
      <LinkStrip live={live} />
      <ShiftStrip session={session} onShift={onShift} />
      {figures?.notices.map((notice) => (
        <p className="strip" key={notice}>
          {notice}
        </p>
      ))}
      {silentRing && (
        <p className="strip">有险情未确认。浏览器不许自动响铃，请按任意键或点一下页面启用铃声</p>
      )}
    </>
  );
}

function Feeds({ figures: { sources } }: { figures: z.infer<typeof Figures> }) {
  const late = sources.filter((source) => source.late);
  return (
    <>
      <span className="head-fact">{feedWords(sources)}</span>
      {late.slice(0, 2).map(({ source, name, lateWords }) => (
        <span key={source} className="head-fact head-late">
          {name} {lateWords}
        </span>
      ))}
      {late.length > 2 && <span className="head-fact head-late">等 {late.length} 个延迟</span>}
    </>
  );
}

/** Says within seconds that what stands here may be old (law 9). */
function LinkStrip({ live }: { live: LiveView }) {
  if (live.link === 'live' || live.link === 'joining') return null;
  const words =
    live.link === 'refused'
      ? '实时连接被拒绝，正在重试；如已退出登录请重新登录'
      : `实时连接${live.link === 'late' ? '延迟' : '中断'} ${Math.floor(live.silentMs / 1000)} 秒，正在重连；以下内容可能不是最新，急事请先电话处置`;
  return (
    <p className="strip" role="status">
      {words}
    </p>
  );
}
