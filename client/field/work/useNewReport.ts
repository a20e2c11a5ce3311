import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { newReportSteps } from './acts.ts';
import type { Shot, Stage } from './box.ts';
import { kick, reload, theBox } from './field.ts';
import { useDraft, useField } from './hooks.ts';
import { mostPhotos } from './photos.ts';
import type { Place } from './place.ts';

/** Photos of the report in the making; there is one draft for each account of a phone. */
export const draftChain = 'draft:new';

export type NewReport = {
  text: ReturnType<typeof useDraft>;
  address: ReturnType<typeof useDraft>;
  selfHandled: boolean;
  setSelfHandled: (handled: boolean) => void;
  why: string;
  setWhy: (why: string) => void;
  shotsOf: (stage: Stage) => Shot[];
  full: boolean;
  drop: (shot: Shot) => void;
  failure: string | null;
  done: boolean;
  submit: () => Promise<void>;
  more: () => void;
};

/** 报新情况 in the making: drafts outlive a reload; self-handled matters need both photos. */
export function useNewReport(session: Session, place: Place): NewReport {
  const who = session.actor.username;
  const all = useField().shots;
  const text = useDraft(`${who}/new/text`);
  const address = useDraft(`${who}/new/address`);
  const [selfHandled, setHandled] = useState(false);
  const [why, setWhy] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const shots = all.filter((shot) => shot.chain === draftChain);
  const shotsOf = (stage: Stage): Shot[] => shots.filter((shot) => shot.stage === stage);
  const lacks = (): string | null => {
    if (text.text.trim().length < 2) return '请写一句看到了什么';
    if (selfHandled && (shotsOf('before').length === 0 || shotsOf('after').length === 0))
      return '自行处置须有处置前、处置后照片各一张';
    return place.state === 'known' || address.text.trim() !== ''
      ? null
      : '没有取得位置，请写一下地点，例如路名、门牌、附近标志';
  };
  const submit = async (): Promise<void> => {
    const missing = lacks();
    setFailure(missing);
    if (missing) return;
    const note = place.state === 'known' || why === '' ? '' : `（未取得位置：${why}）`;
    const report = { text: text.text.trim() + note, address: address.text.trim(), selfHandled, place };
    try {
      await handIn(session, report, shots);
      text.clear();
      address.clear();
      setHandled(false);
      setDone(true);
    } catch {
      setFailure('手机存储已满，没有存下。请清理空间后再提交一次。');
    }
  };
  const setSelfHandled = (handled: boolean): void => {
    setHandled(handled);
    void moveStages(shots, handled);
  };
  const drop = (shot: Shot): void => void theBox().delete('shots', shot.id).then(reload);
  const full = shots.length >= mostPhotos;
  const more = (): void => setDone(false);
  return { text, address, selfHandled, setSelfHandled, why, setWhy, shotsOf, full, drop, failure, done, submit, more }; // prettier-ignore
}

/** The photos taken so far follow the choice: what was seen becomes what was before, and back. */
async function moveStages(shots: readonly Shot[], handled: boolean): Promise<void> {
  for (const shot of shots)
    if ((shot.stage === 'report') === handled)
      await theBox().put('shots', { ...shot, stage: handled ? 'before' : 'report' });
  await reload();
}

/** One transaction: the photos leave the draft, their uploads and the report take their place in the row. */
async function handIn(
  session: Session,
  report: Parameters<typeof newReportSteps>[1],
  draft: readonly Shot[],
): Promise<void> {
  const { steps, shots } = newReportSteps(session.actor, report, draft.slice(0, mostPhotos));
  const tx = theBox().transaction(['shots', 'steps'], 'readwrite', { durability: 'strict' });
  await Promise.all([
    ...shots.map((shot) => tx.objectStore('shots').put(shot)),
    ...steps.map((step) => tx.objectStore('steps').add(step)),
    tx.done,
  ]);
  await reload();
  kick();
}
