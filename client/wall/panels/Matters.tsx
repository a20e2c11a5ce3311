import type { Incident } from '#contracts/incident.ts';
import { formatClock, formatNear, lightOf } from '../../shared/format.ts';
import type { PanelState } from '../scene.ts';
import { holder, placeNames, placeOf, spanParts, stage } from '../words.ts';
import { Sign, SignWord } from './Sign.tsx';

/** 此刻最急的三件: what, where, who has it, until when. */
export function Matters({ urgent, state }: { urgent: readonly Incident[]; state: PanelState }) {
  const [first, ...others] = urgent.slice(0, 3);
  const names = placeNames(state.base);
  if (!first)
    return (
      <section className="panel matters matters-none">
        <h2>此刻最急</h2>
        <p className="calm">{state.live.link === 'joining' ? '正在读取在办事件…' : calmWords(state)}</p>
      </section>
    );
  return (
    <section className="panel matters">
      <h2>
        {others.length === 0 ? '此刻在办的一件' : others.length === 1 ? '此刻在办的两件' : '此刻最急的三件'}
      </h2>
      <FirstMatter matter={first} names={names} now={state.now} />
      {others.map((matter) => (
        <OtherMatter key={matter.id} matter={matter} now={state.now} />
      ))}
    </section>
  );
}

function calmWords({ figures }: PanelState): string {
  if (figures?.eventsToday === 0) return '今日暂无来件，系统正常';
  return '当前没有在办事件';
}

function FirstMatter(props: { matter: Incident; names: ReadonlyMap<string, string>; now: number }) {
  const { matter, names, now } = props;
  return (
    <article className="matter matter-first">
      <h3 className={matter.title.length > 10 ? 'title title-long' : 'title'}>
        <Sign level={matter.severity} />
        <span>{matter.title}</span>
      </h3>
      <p className="facts">
        <SignWord level={matter.severity} />
        <span>{placeOf(matter, names)}</span>
        <span>来件 {matter.eventCount}</span>
        {matter.requestCount > 0 && <span>诉求 {matter.requestCount}</span>}
      </p>
      <div className="first-time">
        <TimeLeft matter={matter} now={now} />
        <p className="who">
          <span className="unit">{holder(matter)}</span>
          <span>
            {stage(matter)}
            {matter.dueAt && `　${formatNear(matter.dueAt, now)} 止`}
          </span>
        </p>
      </div>
      <TimeBar matter={matter} now={now} />
    </article>
  );
}

function OtherMatter({ matter, now }: { matter: Incident; now: number }) {
  return (
    <article className="matter">
      <h3 className="title">
        <Sign level={matter.severity} />
        <span>{matter.title}</span>
      </h3>
      <p className="facts">
        <SignWord level={matter.severity} />
        <span className="unit">{holder(matter)}</span>
        <span>{stage(matter)}</span>
      </p>
      <TimeBar matter={matter} now={now} words />
    </article>
  );
}

/** 余 2 小时 12 分, or 超时 5 分. */
export function TimeLeft({ matter, now }: { matter: Incident; now: number }) {
  if (matter.dueAt === null) return <span className="left left-none">未定时限</span>;
  const left = Date.parse(matter.dueAt) - now;
  return (
    <span className={left < 0 ? 'left left-over' : 'left'} title={formatClock(matter.dueAt)}>
      <small>{left < 0 ? '超' : '余'}</small>
      {spanParts(left).map(({ figure, unit }) => (
        <span key={unit}>
          {figure}
          <small>{unit}</small>
        </span>
      ))}
    </span>
  );
}

/** How much of the time is used, what is left, and the light as a word. */
function TimeBar({ matter, now, words = false }: { matter: Incident; now: number; words?: boolean }) {
  if (matter.dueAt === null)
    return <div className="time-bar">{words && <TimeLeft matter={matter} now={now} />}</div>;
  const { light, share } = lightOf(matter.openedAt, matter.dueAt, now);
  const kind = { 正常: 'fine', 将到期: 'soon', 超时: 'over' }[light];
  return (
    <div className={`time-bar time-bar-${kind}`}>
      <div className="bar">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      {words && <TimeLeft matter={matter} now={now} />}
      <span className="light">{light}</span>
    </div>
  );
}
