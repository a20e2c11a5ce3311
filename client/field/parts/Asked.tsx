import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { pleaStateNames, pleaWords } from '#contracts/plea.ts';
import { taskStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import type { Place } from '../work/place.ts';
import type { TaskView } from '../work/view.ts';
import { Dock } from './Dock.tsx';

/** What was asked for this task and how it was decided; the ways to take it back, to go on, to appeal. */
export function Asked({ view, session, place }: { view: TaskView; session: Session; place: Place }) {
  const { card, next, steps } = view;
  const [failure, setFailure] = useState<string | null>(null);
  const last = card.pleas.at(-1);
  const waits = last?.state === 'asked' && !steps.some(({ kind }) => kind === 'withdraw');
  const withdraw = async (): Promise<void> => {
    try {
      await perform([taskStep(session.actor, card, { kind: 'withdraw', place })]);
    } catch {
      setFailure('手机存储已满，这一步没有存下。请清理空间后再点一次。');
    }
  };
  return (
    <>
      {last && (
        <p className="note">
          <b>
            申请{pleaWords(last)}：{pleaStateNames[last.state]}
          </b>
          {last.decidedName !== null && `　${last.decidedName}：${last.decision}`}
        </p>
      )}
      {failure !== null && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {waits && (
        <button type="button" className="second" onClick={() => void withdraw()}>
          撤回申请
        </button>
      )}
      {next === 'paused' && (
        <Dock words="恢复办理" onPress={() => location.assign(`#/task/${card.id}/resume`)}>
          <span>到期自动恢复，时限从停下时的余额接着走</span>
        </Dock>
      )}
      {mayAppeal(view) && (
        <a className="second" href={`#/task/${card.id}/appeal`}>
          申诉
        </a>
      )}
    </>
  );
}

/** Closed after its time, and nobody has appealed yet. The server knows the rest. */
function mayAppeal({ card: { status, part, incident, pleas }, steps }: TaskView): boolean {
  const late =
    incident.closedAt !== null && incident.dueAt !== null && Date.parse(incident.closedAt) > Date.parse(incident.dueAt); // prettier-ignore
  const asked = pleas.some(({ kind, state }) => kind === 'appeal' && state !== 'dropped');
  return status === 'done' && part === 'host' && late && !asked && steps.length === 0;
}
