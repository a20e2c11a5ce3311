import { clockNames } from '#contracts/clocks.ts';
import type { Incident, Light } from '#contracts/incident.ts';
import { formatClock, formatNear, lightOf } from '../../shared/format.ts';
import { childrenOf } from '../families.ts';
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
        <p className="calm">{calmWords(state)}</p>
      </section>
    );
  const [second, third] = others;
  return (
    <section className="panel matters">
      <div className="matters-upper">
        <h2>{['此刻在办的一件', '此刻在办的两件', '此刻最急的三件'][others.length]}</h2>
        <FirstMatter matter={first} names={names} now={state.now} />
        {second && <OtherMatter key={second.id} matter={second} now={state.now} />}
      </div>
      {third && <OtherMatter key={third.id} matter={third} now={state.now} />}
    </section>
  );
}

/** Calm is said only by a screen that hears: nothing known is not nothing there. */
function calmWords({ figures, live }: PanelState): string {
  if (live.asOf === null) return live.link === 'joining' ? '正在读取在办事件…' : '尚未读到在办事件';
  if (figures?.eventsToday === 0 && live.link === 'live') return '今日暂无来件，系统正常';
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
        <Children matter={matter} />
        <span>来件 {matter.eventCount}</span>
        {matter.requestCount > 0 && <span>诉求 {matter.requestCount}</span>}
      </p>
      <p className="facts">
        <span className="unit">{holder(matter)}</span>
        <span>{stage(matter)}</span>
      </p>
      <div className="first-time">
        <TimeLeft matter={matter} now={now} />
        {matter.nextDue && (
          <p className="until">
            <span>{clockNames[matter.nextDue.clock]}</span>
            <LightWord matter={matter} now={now} />
            <span className="until-when">{formatNear(matter.nextDue.dueAt, now)} 止</span>
          </p>
        )}
      </div>
      <TimeBar matter={matter} now={now} />
    </article>
  );
}

/** 子案 12 处: for how many places this one stands. */
function Children({ matter }: { matter: Incident }) {
  const count = childrenOf(matter);
  return count > 0 ? <span>子案 {count} 处</span> : null;
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
        <Children matter={matter} />
        <span className="unit">{holder(matter)}</span>
        <span>{stage(matter)}</span>
      </p>
      <TimeBar matter={matter} now={now} words />
    </article>
  );
}

/** 余 2 小时 12 分, or 超时 5 分. */
export function TimeLeft({ matter, now }: { matter: Incident; now: number }) {
  const { nextDue: due } = matter;
  if (due === null)
    return <span className="left left-none">{matter.dueAt === null ? '未定时限' : '时限已停'}</span>;
  const left = Date.parse(due.dueAt) - now;
  return (
    <span
      className={left < 0 ? 'left left-over' : 'left'}
      title={`${clockNames[due.clock]} ${formatClock(due.dueAt)}`}
    >
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

/** The light of the clock as a word. */
function LightWord({ matter, now }: { matter: Incident; now: number }) {
  const { nextDue: due } = matter;
  if (due === null) return null;
  const { light } = lightOf(due.startedAt, due.dueAt, now);
  return <span className={`light light-${lightClass[light]}`}>{light}</span>;
}

/** How much of the time is used; with `words` also what is left, and the light. */
function TimeBar({ matter, now, words = false }: { matter: Incident; now: number; words?: boolean }) {
  const { nextDue: due } = matter;
  const { light, share } = due === null ? { light: null, share: 0 } : lightOf(due.startedAt, due.dueAt, now);
  return (
    <div className={`time-bar ${light === null ? '' : `time-bar-${lightClass[light]}`}`}>
      <div className="bar">
        <span style={{ width: `${Math.min(100, share * 100)}%` }} />
      </div>
      {words && <TimeLeft matter={matter} now={now} />}
      {words && <LightWord matter={matter} now={now} />}
    </div>
  );
}

const lightClass: Record<Light, string> = { 正常: 'fine', 将到期: 'soon', 超时: 'over' };
