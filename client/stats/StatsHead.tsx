import { Button } from 'antd';
import type { Session } from '#contracts/people.ts';
import type { Figures } from '#contracts/wall.ts';
import { feedWords } from '../shared/feeds.ts';
import { formatClock, lateWords } from '../shared/format.ts';
import { DemoMark } from '../shared/marks.tsx';
import { hasRight } from '../shared/session.tsx';
import { Supervisions } from '../shared/Supervisions.tsx';
import { PageHead } from '../shared/PageHead.tsx';

/** A figure that is older than this is late: three of its rounds were missed. */
const lateMs = 60_000;

const day = new Intl.DateTimeFormat('zh-CN', { dateStyle: 'long', timeZone: 'Asia/Shanghai' });
const weekday = new Intl.DateTimeFormat('zh-CN', { weekday: 'short', timeZone: 'Asia/Shanghai' });

type Props = { session: Session; asOf: string | null; figures: Figures | undefined; now: number };

export const titleOf = (session: Session): string =>
  session.actor.roles.includes('leader') ? '领导页' : '统计';

export function StatsHead({ session, asOf, figures, now }: Props) {
  return (
    <>
      <PageHead
        title={titleOf(session)}
        session={session}
        tools={
          <Button size="small" disabled={asOf === null} onClick={() => window.print()}>
            打印 A4
          </Button>
        }
      >
        {hasRight(session, 'brief.read') && <a href="/stats/brief">昨夜今晨</a>}
        <span className="head-day">
          {day.format(now)} {weekday.format(now)}
        </span>
        {asOf !== null && <AsOf asOf={asOf} now={now} />}
        {figures && <Feeds figures={figures} />}
        {hasRight(session, 'supervision.sign') && <Supervisions />}
      </PageHead>
      <header className="print-head">
        <h1>
          {session.cityName}城运 {titleOf(session)}
        </h1>
        <DemoMark mark={session.mark} />
        <span>
          {day.format(now)} {weekday.format(now)}
        </span>
        <span className="print-head-right">
          {asOf !== null && `统计截至 ${formatClock(asOf)}，`}
          {session.unitName ?? session.centreName} {session.actor.name} {formatClock(now)} 打印
        </span>
      </header>
    </>
  );
}

function AsOf({ asOf, now }: { asOf: string; now: number }) {
  const late = now - Date.parse(asOf) > lateMs;
  return (
    <span className={late ? 'head-late' : undefined}>
      统计截至 <time dateTime={asOf}>{formatClock(asOf, true)}</time>
      {late && ` ${lateWords(asOf, now)}`}
    </span>
  );
}

function Feeds({ figures: { sources } }: { figures: Figures }) {
  const late = sources.filter((source) => source.late);
  return (
    <span>
      {feedWords(sources)}
      {late.length > 0 && (
        <b className="head-late">
          {late[0]!.name} {late[0]!.lateWords}
          {late.length > 1 && ` 等 ${late.length} 个`}
        </b>
      )}
    </span>
  );
}
