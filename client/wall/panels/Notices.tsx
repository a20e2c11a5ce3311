import type { Incident } from '#contracts/incident.ts';
import type { PanelState } from '../scene.ts';
import { holder, placeNames, placeOf, stage } from '../words.ts';
import { TimeLeft } from './Matters.tsx';
import { Sign, SignWord } from './Sign.tsx';

/** What the desk has put on the wall above the map: a message, and one matter. */
export function Notices(props: {
  message: string | null;
  matter: Incident | null;
  interrupted: boolean;
  state: PanelState;
}) {
  const { message, matter, interrupted, state } = props;
  if (message === null && matter === null) return null;
  return (
    <div className="notices" data-map-taken>
      {message !== null && (
        <p className="wall-message" role="status">
          {message}
        </p>
      )}
      {matter && (
        <article className="spotlight">
          <h3 className="title">
            <Sign level={matter.severity} />
            <span>{matter.title}</span>
            <TimeLeft matter={matter} now={state.now} />
          </h3>
          <p className="facts">
            <SignWord level={matter.severity} />
            <span>{placeOf(matter, placeNames(state.base))}</span>
            <span className="unit">{holder(matter)}</span>
            <span>{stage(matter)}</span>
            {interrupted && <span className="spotlight-why">轮播暂停</span>}
          </p>
        </article>
      )}
    </div>
  );
}
