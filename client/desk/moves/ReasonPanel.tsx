import { Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { Evidence } from './Evidence.tsx';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';
import type { ReasonStep } from './words.ts';

/** A step that needs no more than a sentence, or not even that. */
export function ReasonPanel({ detail, step }: { detail: IncidentDetail; step: ReasonStep }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [words, setWords] = useState('');
  const needed = typeof step.needed === 'function' ? step.needed(detail) : step.needed;

  /** `apart`: a matter of the same kind is open there, and the person decides that this is another one. */
  async function submit(apart: boolean) {
    const answer = await send(
      step.path(detail),
      { ...step.body(detail, words.trim()), ...(apart ? { whenOpenNearby: 'apart' } : {}) },
      z.unknown(),
    );
    if (answer === null) return;
    say(step.done);
    close();
  }

  return (
    <PanelFrame
      title={step.title}
      hint={step.hint(detail)}
      submitWords={step.submit}
      busy={busy}
      problem={problem}
      missing={needed ? reasonMissing(words, step.label, step.least) : null}
      otherWay={
        problem?.code === 'taken' ? { words: `仍单独${step.title}`, onTake: () => void submit(true) } : null
      }
      onSubmit={() => void submit(false)}
    >
      {step.evidence && <Evidence detail={detail} />}
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 2, maxRows: 5 }}
        maxLength={500}
        placeholder={step.label}
        aria-label={step.label}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
    </PanelFrame>
  );
}
