import type { Incident } from '#contracts/incident.ts';
import type { PanelState } from '../scene.ts';
import { holder, stage } from '../words.ts';
import { TimeLeft } from './Matters.tsx';
import { Sign } from './Sign.tsx';

const most = 12;

/** 其后各件: on wide walls, what comes after the three most urgent. */
export function NextMatters({ urgent, state }: { urgent: readonly Incident[]; state: PanelState }) {
  const next = urgent.slice(3, 3 + most);
  return (
    <section className="panel next">
      <h2>
        其后各件<b className="count">{Math.max(0, urgent.length - 3).toLocaleString('en-US')}</b>
      </h2>
      {next.length === 0 && <p className="calm-small">没有更多在办事件</p>}
      <ul className="fit">
        {next.map((matter) => (
          <li key={matter.id} className="next-row">
            <Sign level={matter.severity} />
            <span className="next-title">{matter.title}</span>
            <span className="next-who">
              {holder(matter)}　{stage(matter)}
            </span>
            <TimeLeft matter={matter} now={state.now} />
          </li>
        ))}
      </ul>
    </section>
  );
}
