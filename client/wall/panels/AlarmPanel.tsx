import type { Incident } from '#contracts/incident.ts';
import { formatClock, spanWords } from '../../shared/format.ts';
import type { PanelState } from '../scene.ts';
import { holder, placeNames, placeOf, stage } from '../words.ts';
import { Sign } from './Sign.tsx';

/** 险情待确认: stands on top and rings until a person confirms it at the desk (law 13). */
export function AlarmPanel(props: { alarms: readonly Incident[]; state: PanelState; silenced: boolean }) {
  const { alarms, state, silenced } = props;
  const [first, ...others] = alarms;
  const names = placeNames(state.base);
  if (!first) return null;
  return (
    <section className="panel alarm" role="alert" key={first.id}>
      <h2>
        险情待确认<b className="count">{alarms.length}</b>
      </h2>
      <AlarmBody alarm={first} names={names} now={state.now} />
      {others.length > 0 && (
        <ul className="alarm-others fit">
          {others.slice(0, 6).map((alarm) => (
            <li key={alarm.id}>
              <time>{formatClock(alarm.lastEventAt)}</time>
              <span>{alarm.wall === 'point' ? alarm.title : `${placeOf(alarm, names)} 敏感险情`}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="alarm-next">
        {silenced ? '声音被浏览器拦下，请点一下屏幕' : '请值班台核实并确认，确认后停止响铃'}
      </p>
    </section>
  );
}

/** A sensitive alarm says only that it is one and in which township. */
function AlarmBody(props: { alarm: Incident; names: ReadonlyMap<string, string>; now: number }) {
  const { alarm, names, now } = props;
  const waited = spanWords(now - Date.parse(alarm.lastEventAt));
  if (alarm.wall !== 'point')
    return (
      <>
        <h3 className="title">{placeOf(alarm, names)} 敏感险情</h3>
        <p className="facts">
          <span>详情见值班台</span>
          <span>已等 {waited}</span>
        </p>
      </>
    );
  return (
    <>
      <h3 className={alarm.title.length > 10 ? 'title title-long' : 'title'}>
        <Sign level={alarm.severity} />
        <span>{alarm.title}</span>
      </h3>
      <p className="alarm-words">{alarm.danger.slice(0, 3).map((word) => `“${word}”`)}</p>
      <p className="facts">
        <span>{placeOf(alarm, names)}</span>
        <span>{formatClock(alarm.lastEventAt)} 来件</span>
        <b>已等 {waited}</b>
      </p>
      <p className="facts">
        <span className="unit">{holder(alarm)}</span>
        <span>{stage(alarm)}</span>
      </p>
    </>
  );
}
