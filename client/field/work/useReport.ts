import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { taskStep } from './acts.ts';
import type { Stage } from './box.ts';
import { perform } from './field.ts';
import { useDraft, useField } from './hooks.ts';
import { mostPhotos } from './photos.ts';
import type { PhotoPlan } from './photos.ts';
import { picturesOf } from './pictures.ts';
import type { Picture } from './pictures.ts';
import { placeWords } from './place.ts';
import type { Place } from './place.ts';
import { chainOf, missingPhotos } from './view.ts';
import type { TaskView } from './view.ts';

export type Report = {
  text: string;
  write: (text: string) => void;
  /** Why there is no position, when there is none. */
  why: string;
  setWhy: (why: string) => void;
  before: Picture[];
  after: Picture[];
  full: boolean;
  plan: (stage: Stage) => PhotoPlan;
  failure: string | null;
  /** Stores the report on the phone; false when something is missing, and `failure` says what. */
  submit: () => Promise<boolean>;
};

/** A report in the making: its draft outlives a reload, and it goes when it is complete. */
export function useReport(
  { card, ...view }: TaskView,
  { session, place }: { session: Session; place: Place },
): Report {
  const { shots } = useField();
  const chain = chainOf(card.id);
  const { text, write, clear } = useDraft(`${session.actor.username}/${chain}`);
  const [why, setWhy] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const before = picturesOf({ card, ...view }, shots, 'before');
  const after = picturesOf({ card, ...view }, shots, 'after');
  const title = card.incident.title;
  const submit = async (): Promise<boolean> => {
    const lacks =
      text.trim().length < 2
        ? '请写一句处置情况，或点一句常用语'
        : missingPhotos(card.photoRule, { before: before.length, after: after.length });
    setFailure(lacks);
    if (lacks) return false;
    const photoIds = [...before, ...after].filter(({ state }) => state !== 'bad').map(({ id }) => id);
    const body = {
      text: text.trim(),
      photoIds: photoIds.slice(0, mostPhotos),
      ...(place.state === 'known' ? {} : { placeNote: `未取得位置：${why || placeWords(place)}` }),
    };
    try {
      await perform([taskStep(session.actor, card, { kind: 'report', place, body })]);
      clear();
      return true;
    } catch {
      setFailure('手机存储已满，反馈没有存下。请清理空间后再提交一次。');
      return false;
    }
  };
  return {
    text,
    write,
    why,
    setWhy,
    before,
    after,
    full: before.length + after.length >= mostPhotos,
    plan: (stage) => ({ session, chain, taskId: card.id, stage, title, place }),
    failure,
    submit,
  };
}
