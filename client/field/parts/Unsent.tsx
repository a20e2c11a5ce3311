import { formatClock } from '../../shared/format.ts';
import type { Step } from '../work/box.ts';
import { kick } from '../work/field.ts';
import { useField } from '../work/hooks.ts';
import { stepName, unsent } from '../work/words.ts';
import { Dock } from './Dock.tsx';
import { Top } from './Top.tsx';
import { Trouble } from './Trouble.tsx';

/** 待上传: everything that still lies on this phone, in the order in which it will go. */
export function Unsent() {
  const { steps, line, sending } = useField();
  const mine = unsent(steps);
  return (
    <>
      <Top title="待上传" back="#/" />
      <main className="list">
        {mine.length === 0 ? (
          <div className="nothing">
            <p className="nothing-title">已同步</p>
            <p>本机没有待上传的内容。</p>
          </div>
        ) : (
          <p className="note">{lineWords[line]}</p>
        )}
        {mine
          .filter(({ state }) => state !== 'waiting')
          .map((step) => (
            <div key={step.id} className="row">
              <div className="row-main">
                <h2>{step.title || stepName(step)}</h2>
                <Trouble step={step} />
              </div>
            </div>
          ))}
        {mine.map((step) => (step.state === 'waiting' ? <Waiting key={step.id} step={step} /> : null))}
        {mine.length > 0 && (
          <Dock words={sending ? '正在上传…' : '立即重试'} onPress={kick} disabled={sending} />
        )}
      </main>
    </>
  );
}

const lineWords = {
  up: '按先后顺序上传。内容都已存手机，关机也不会丢。',
  down: '没有信号。内容都已存手机，关机也不会丢，有信号自动补传。',
  'signed-out': '登录已失效。内容都已存手机，重新登录后自动补传。',
} as const;

function Waiting({ step }: { step: Step }) {
  return (
    <div className="row">
      <div className="row-main">
        <h2>
          {stepName(step)} · {step.title}
        </h2>
        <p className="row-state">
          <span>{step.message ?? '待上传'}</span>
          <span className="row-time">{formatClock(step.madeAt)}</span>
        </p>
      </div>
    </div>
  );
}
