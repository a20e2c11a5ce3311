import type { Incident } from '#contracts/incident.ts';
import type { DangerCall } from '#contracts/wall.ts';
import { formatClock, spanWords } from '../../shared/format.ts';
import type { PanelState } from '../scene.ts';
import { callsWords, holder, placeNames, placeOf, stage } from '../words.ts';
import { Sign } from './Sign.tsx';

/** 险情待确认: stands on top and rings until a person confirms it at the desk (law 13). */
export function AlarmPanel(props: {
  alarms: readonly Incident[];
  state: Pick<PanelState, 'base' | 'now'>;
  called: readonly DangerCall[];
  silenced: boolean;
}) {
  const { alarms, state, called, silenced } = props;
  const names = placeNames(state.base);
  const [first, second, ...others] = alarms;
  return (
    <section className="panel alarm" role="alert" key={alarms.map(({ id }) => id).join()}>
      <h2>
        险情待确认<b className="count">{alarms.length}</b>
      </h2>
      {first && <AlarmBody alarm={first} names={names} now={state.now} called={called} />}
      {second && <AlarmLine alarm={second} names={names} now={state.now} />}
      {others.length > 0 && (
        <p className="facts">
          还有 {others.length} 件，最早 {formatClock(others[0]!.lastEventAt)}
        </p>
      )}
      <p className="alarm-next">{silenced ? '浏览器未放声，请点一下屏幕' : '值班台确认后停止响铃'}</p>
    </section>
  );
}

type One = { alarm: Incident; names: ReadonlyMap<string, string>; now: number };

function waitedFor({ lastEventAt }: Incident, now: number): string {
  const waited = now - Date.parse(lastEventAt);
  return waited < 60_000 ? '刚刚来件' : `已等 ${spanWords(waited)}`;
}

/** A sensitive alarm says only that it is one and in which township. */
function titleOf(alarm: Incident, names: ReadonlyMap<string, string>): string {
  return alarm.wall === 'point' ? alarm.title : `${placeOf(alarm, names)} 敏感险情`;
}

function AlarmTitle({ alarm, names, lines }: Omit<One, 'now'> & { lines: 1 | 2 }) {
  const title = titleOf(alarm, names);
  return (
    <h3 className={lines === 2 && title.length > 9 ? 'title title-long' : 'title'}>
      <Sign level={alarm.severity} />
      <span>{title}</span>
    </h3>
  );
}

/** The first alarm, in full: what was said, where, how long it has waited, who has it, who was called. */
function AlarmBody({ alarm, names, now, called }: One & { called: readonly DangerCall[] }) {
  const calls = callsWords(called, alarm.id, now);
  if (alarm.wall !== 'point') return <AlarmLine alarm={alarm} names={names} now={now} />;
  return (
    <article className="alarm-body">
      <AlarmTitle alarm={alarm} names={names} lines={2} />
      <p className="alarm-words">{wordsOf(alarm)}</p>
      <p className="facts">
        <span>{placeOf(alarm, names)}</span>
        <b>{waitedFor(alarm, now)}</b>
      </p>
      <p className="facts">
        <span className="unit">{holder(alarm)}</span>
        <span>{stage(alarm)}</span>
      </p>
      {calls !== null && <p className="facts">{calls}</p>}
    </article>
  );
}

/** The second, in two lines. */
function AlarmLine({ alarm, names, now }: One) {
  return (
    <article className="alarm-body">
      <AlarmTitle alarm={alarm} names={names} lines={1} />
      <p className="facts">
        <span className="alarm-words">{alarm.wall === 'point' ? wordsOf(alarm, 1) : '详情见值班台'}</span>
        <b>{waitedFor(alarm, now)}</b>
      </p>
    </article>
  );
}

const wordsOf = ({ danger }: Incident, most = 2): string =>
  danger
    .slice(0, most)
    .map((word) => `“${word}”`)
    .join('');
