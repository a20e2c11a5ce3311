import { Checkbox } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { falseReasonNames } from '#contracts/false-alarm.ts';
import { cityNow } from '../../shared/now.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { AlarmFields, bodyOf, draftMissing, draftOf, unmarked } from './AlarmFields.tsx';
import type { FalseDraft } from './AlarmFields.tsx';
import { Evidence } from './Evidence.tsx';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';
import type { ReasonStep } from './words.ts';

/** A step that needs no more than a sentence, or not even that. */
export function ReasonPanel({ detail, step }: { detail: IncidentDetail; step: ReasonStep }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [words, setWords] = useState('');
  const [alarms] = useState(() => (step.falseAlarm ? unmarked(detail, cityNow()) : []));
  const [draft, setDraft] = useState<FalseDraft | null>(null);
  const falseAlarm = draft === null ? null : bodyOf(alarms, draft);
  // Why it was false is reason enough.
  const reason = words.trim() || (falseAlarm === null ? '' : `误报：${falseReasonNames[falseAlarm.why]}`);
  const needed = typeof step.needed === 'function' ? step.needed(detail) : step.needed;

  /** `apart`: a matter of the same kind is open there, and the person decides that this is another one. */
  async function submit(apart: boolean) {
    const answer = await send(
      step.path(detail),
      {
        ...step.body(detail, reason),
        ...(apart ? { whenOpenNearby: 'apart' } : {}),
        ...(falseAlarm === null ? {} : { falseAlarm }),
      },
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
      missing={
        (draft === null ? null : draftMissing(draft)) ??
        (needed ? reasonMissing(reason, step.label, step.least) : null)
      }
      otherWay={
        problem?.code === 'taken' ? { words: `仍单独${step.title}`, onTake: () => void submit(true) } : null
      }
      onSubmit={() => void submit(false)}
    >
      {step.evidence && <Evidence detail={detail} />}
      {alarms.length > 0 && (
        <Checkbox
          checked={draft !== null}
          onChange={({ target }) => setDraft(target.checked ? draftOf(alarms) : null)}
        >
          是误报，同时标记设备告警
        </Checkbox>
      )}
      {draft !== null && <AlarmFields alarms={alarms} draft={draft} onChange={setDraft} />}
      <WordsField
        label={step.label}
        placeholder={falseAlarm === null ? step.label : `${step.label}（可不填）`}
        value={words}
        onChange={setWords}
      />
    </PanelFrame>
  );
}
