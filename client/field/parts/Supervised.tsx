import { supervisionLevelNames, supervisionStateNames } from '#contracts/supervision.ts';
import type { TaskView } from '../work/view.ts';

/** 督办单 of this task, the last one open: what it asks, what was replied, and the way to reply. */
export function Supervised({ view: { card, steps } }: { view: TaskView }) {
  const waiting = steps.some(({ kind }) => kind === 'reply-supervision');
  return card.supervisions.map((one, index) => (
    <details key={one.id} className="note supervised" open={index === card.supervisions.length - 1}>
      <summary>
        <b>{supervisionLevelNames[one.level]}督办单</b>{' '}
        {waiting ? '回复待上传' : supervisionStateNames[one.state]}　{one.signedName}签发
      </summary>
      <p>{one.body}</p>
      {one.reply !== null && <p>已回复：{one.reply}</p>}
      {one.state === 'sent' && !waiting && (
        <a className="second" href={`#/task/${card.id}/reply`}>
          回复督办单
        </a>
      )}
    </details>
  ));
}
