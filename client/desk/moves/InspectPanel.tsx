import { useState } from 'react';
import { Incident } from '#contracts/incident.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { Evidence } from './Evidence.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { PhotoAttach } from './PhotoAttach.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';
import { reasonSteps } from './words.ts';

/** 核查通过: the desk's own inspection, with what was seen in words or in a photo. */
export function InspectPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [words, setWords] = useState('');
  const [photoIds, setPhotoIds] = useState<readonly string[]>([]);
  const step = reasonSteps['inspect']!;
  const seen = photoIds.length > 0 || words.trim().length >= 2;

  async function submit() {
    const body = { ...step.body(detail, words.trim()), photoIds };
    if ((await send(step.path(detail), body, Incident)) === null) return;
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
      missing={seen ? null : '请写明核查情况（看到了什么），或附一张照片'}
      onSubmit={() => void submit()}
    >
      <Evidence detail={detail} />
      <WordsField label={step.label} value={words} onChange={setWords} />
      <PhotoAttach taskId={null} onSent={(id) => setPhotoIds((before) => [...before, id])} />
    </PanelFrame>
  );
}
