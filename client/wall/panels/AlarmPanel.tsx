import type { AlarmFacts } from '#contracts/alarm-facts.ts';
import type { Incident } from '#contracts/incident.ts';
import type { DangerCall } from '#contracts/wall.ts';
import { formatClock, spanWords } from '../../shared/format.ts';
import { factsBeside, factsFor, rowOf, rowsLeft } from '../beside-alarm.ts';
import type { Fact } from '../beside-alarm.ts';
import type { PanelState } from '../scene.ts';
import { bellWords } from '../use-bell.ts';
import type { BellState } from '../use-bell.ts';
import { callsWords, holder, placeNames, placeOf, stage } from '../words.ts';
import { Sign } from './Sign.tsx';

/** 险情待确认: stands on top and rings until a person confirms it at the desk (law 13). */
export function AlarmPanel(props: {
  alarms: readonly Incident[];
  state: Pick<PanelState, 'base' | 'now'>;
  /** What the city knows beside the alarms: who was called, and what stands about each. */
  beside: { called: readonly DangerCall[]; alarmFacts: readonly AlarmFacts[] };
  bell: BellState;
  /** How much larger than usual letters are. */
  k: number;
}) {
  const { alarms, state, beside, bell, k } = props;
  const names = placeNames(state.base);
  const [first, second, ...others] = alarms;
  const facts = first ? factsOf(first, { beside, bell, now: state.now }) : [];
  const rows = rowsLeft({ alarms: alarms.length, long: first ? isLong(titleOf(first, names)) : false, k });
  return (
    <section className="panel alarm" role="alert" key={alarms.map(({ id }) => id).join()}>
      <h2>
        险情待确认<b className="count">{alarms.length}</b>
      </h2>
      {first && (
        <AlarmBody alarm={first} names={names} now={state.now} facts={factsFor(facts, rows, k)} k={k} />
      )}
      {second && <AlarmLine alarm={second} names={names} now={state.now} />}
      {others.length > 0 && (
        <p className="facts">
          还有 {others.length} 件，最早 {formatClock(others[0]!.lastEventAt)}
        </p>
      )}
    </section>
  );
}

/** What stands about one alarm; of a sensitive one nothing but the bell. */
function factsOf(
  alarm: Incident,
  { beside, bell, now }: { beside: Parameters<typeof AlarmPanel>[0]['beside']; bell: BellState; now: number },
): Fact[] {
  const told = alarm.wall === 'point';
  const about = told ? beside.alarmFacts.find(({ incidentId }) => incidentId === alarm.id) : undefined;
  const calls = told ? callsWords(beside.called, alarm.id, now) : null;
  return factsBeside(about, { calls, bell: bellWords(bell), now });
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

const isLong = (title: string): boolean => title.length > 9;

function AlarmTitle({ alarm, names, lines }: Omit<One, 'now'> & { lines: 1 | 2 }) {
  const title = titleOf(alarm, names);
  return (
    <h3 className={lines === 2 && isLong(title) ? 'title title-long' : 'title'}>
      <Sign level={alarm.severity} />
      <span>{title}</span>
    </h3>
  );
}

/** The first alarm, in full: what was said, how long it has waited, where, who has it, and what stands beside it. */
function AlarmBody({ alarm, names, now, facts, k }: One & { facts: readonly Fact[]; k: number }) {
  const told = alarm.wall === 'point';
  const said = told ? wordsOf(alarm) : '详情见值班台';
  const waited = waitedFor(alarm, now);
  const [, , place] = rowOf([said, waited, ...(told ? [placeOf(alarm, names)] : [])], k);
  return (
    <article className="alarm-body">
      <AlarmTitle alarm={alarm} names={names} lines={2} />
      <p className="facts">
        <span className="alarm-words">{said}</span>
        <b>{waited}</b>
        {place !== undefined && <span>{place}</span>}
      </p>
      {told && (
        <p className="facts">
          <span className="unit">{holder(alarm)}</span>
          <span>{stage(alarm)}</span>
        </p>
      )}
      <p className="alarm-facts">
        {facts.map(({ key, words }) => (
          <span key={key} className={`alarm-${key}`}>
            {words.replaceAll(' ', '\u00a0')}
          </span>
        ))}
      </p>
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
