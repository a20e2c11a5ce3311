import { useState } from 'react';
import { errorWords } from '../../shared/api.ts';
import type { Step } from '../work/box.ts';
import { giveUp, tryAgain } from '../work/field.ts';
import { adviceFor, stepName } from '../work/words.ts';

/** A step that the server turned down: why, what it means, and the two ways on. Deleting asks once more. */
export function Trouble({ step }: { step: Step }) {
  const [sure, setSure] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const again = (): void => {
    setFailure(null);
    tryAgain(step).catch((error: unknown) => setFailure(errorWords(error)));
  };
  const text = step.body['text'] ?? step.body['reason'];
  return (
    <section className="trouble" role="alert">
      <h3>
        {stepName(step)}
        {step.state === 'conflict' ? '与最新情况不一致' : '未被受理'}
      </h3>
      {step.message && <p>{step.message}</p>}
      {typeof text === 'string' && <p className="trouble-text">您写的：{text}</p>}
      <p>{adviceFor(step)}</p>
      {failure && <p className="failure">{failure}</p>}
      <div className="pair">
        <button type="button" className="second" onClick={again}>
          重新提交
        </button>
        <button
          type="button"
          className="second"
          onClick={sure ? () => void giveUp(step) : () => setSure(true)}
        >
          {sure ? '确认删除' : '删除这一步'}
        </button>
      </div>
    </section>
  );
}
