import { useState } from 'react';
import { distanceWords } from '#contracts/arrival.ts';
import type { Session } from '#contracts/people.ts';
import { taskStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import { chosenMap, mapApps } from '../work/navigate.ts';
import { farFrom } from '../work/place.ts';
import type { Place } from '../work/place.ts';
import { pointOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { unsentWords } from '../work/words.ts';
import { Dock } from './Dock.tsx';
import { NavigateIcon } from './Icon.tsx';
import { Navigate } from './Navigate.tsx';
import { Said } from './Said.tsx';
import { Sheet } from './Sheet.tsx';
import { ReturnLink } from './Ways.tsx';

/** Signing and arriving: one press each, stored before anything is sent. */
export function Going({ view, session, place }: { view: TaskView; session: Session; place: Place }) {
  const { card, next, steps, trouble } = view;
  const [navigating, setNavigating] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const point = pointOf(view);
  const navigate = (): void => {
    const app = point && chosenMap(mapApps(point, navigator.userAgent));
    if (app) location.assign(app.href);
    else if (point) setNavigating(true);
  };
  const act = async (kind: 'sign' | 'arrive'): Promise<void> => {
    try {
      await perform([taskStep(session.actor, card, { kind, place })]);
      if (kind === 'sign') navigate();
    } catch {
      setFailure('手机存储已满，这一步没有存下。请清理空间后再点一次。');
    }
  };
  const [far, setFar] = useState<number | null>(null);
  const press = (): void => {
    const metres = next === 'arrive' ? farFrom(card.incident, place) : null;
    if (metres === null) void act(next === 'arrive' ? 'arrive' : 'sign');
    else setFar(metres);
  };
  return (
    <>
      {point && (
        <button type="button" className="second" onClick={() => setNavigating(true)}>
          <NavigateIcon /> 导航
        </button>
      )}
      <Said said={card.said} count={card.incident.eventCount} />
      {navigating && point && <Navigate point={point} onClose={() => setNavigating(false)} />}
      {far !== null && (
        <FarSheet metres={far} onClose={() => setFar(null)} onSure={() => void act('arrive')} />
      )}
      <Dock
        words={next === 'arrive' ? '已到达' : point ? '签收并导航' : '签收'}
        onPress={press}
        failure={failure}
        disabled={trouble !== null}
      >
        <ReturnLink view={view} />
        <span>{steps.length > 0 ? `待上传：${unsentWords(steps)}` : '没信号也能办'}</span>
      </Dock>
    </>
  );
}

/** Asked on the phone itself, so that it is asked without a line too. */
function FarSheet(props: { metres: number; onClose: () => void; onSure: () => void }) {
  return (
    <Sheet title={`离案件位置约 ${distanceWords(props.metres)}，确认已到达？`} onClose={props.onClose}>
      <p className="fine-print">值班台会看到这个距离。案件位置有误时，照实确认即可。</p>
      <button
        type="button"
        className="second"
        onClick={() => {
          props.onClose();
          props.onSure();
        }}
      >
        确认已到达
      </button>
    </Sheet>
  );
}
