import { useState } from 'react';
import { checkNames, verdictNames } from '#contracts/task.ts';
import type { Verdict } from '#contracts/task.ts';
import type { Session } from '#contracts/people.ts';
import { taskStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import { useDraft, useField } from '../work/hooks.ts';
import { mostPhotos } from '../work/photos.ts';
import { picturesOf } from '../work/pictures.ts';
import { placeWords } from '../work/place.ts';
import type { Place } from '../work/place.ts';
import { chainOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { unsentWords } from '../work/words.ts';
import { Dock } from './Dock.tsx';
import { PhotoTile } from './PhotoTile.tsx';
import { PlaceLine } from './PlaceLine.tsx';
import { ReturnLink, Ways } from './Ways.tsx';

type Check = keyof typeof checkNames;
const verdicts: readonly Verdict[] = ['pass', 'fail', 'unable'];

/** What still lacks, in words; null when it can go. */
export function judgeLacks(verdict: Verdict | null, text: string, photos: number): string | null {
  if (verdict === null) return '请先选一个结论';
  if (verdict !== 'pass') return text.trim().length >= 4 ? null : '请写明理由，至少 4 个字';
  return photos > 0 || text.trim().length >= 2 ? null : '请拍一张照片，或写一句看到了什么';
}

/** 核实、核查: one look, one of three answers, a photo or a sentence. */
export function JudgeForm({ view, session, place }: { view: TaskView; session: Session; place: Place }) {
  const { card, steps, trouble } = view;
  const kind = card.kind as Check;
  const chain = chainOf(card.id);
  const { shots } = useField();
  const { text, write, clear } = useDraft(`${session.actor.username}/${chain}`);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const [why, setWhy] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const pictures = picturesOf(view, shots, 'scene');
  const submit = async (): Promise<void> => {
    const lacks = judgeLacks(verdict, text, pictures.length);
    setFailure(lacks);
    if (lacks) return;
    const photoIds = pictures.filter(({ state }) => state !== 'bad').map(({ id }) => id);
    const body = {
      verdict,
      text: text.trim(),
      photoIds: photoIds.slice(0, mostPhotos),
      ...(place.state === 'known' ? {} : { placeNote: `未取得位置：${why || placeWords(place)}` }),
    };
    try {
      await perform([taskStep(session.actor, card, { kind: 'judge', place, body })]);
      clear();
    } catch {
      setFailure('手机存储已满，结论没有存下。请清理空间后再提交一次。');
    }
  };
  return (
    <>
      <Ways view={view} />
      <section className="say">
        <h3>{checkNames[kind]}结论</h3>
        <div className="verdicts" role="radiogroup" aria-label={`${checkNames[kind]}结论`}>
          {verdicts.map((one) => (
            <button
              key={one}
              type="button"
              role="radio"
              aria-checked={verdict === one}
              onClick={() => setVerdict(one)}
            >
              {verdictNames[kind][one]}
            </button>
          ))}
        </div>
      </section>
      <section className="photos">
        <div className="photo-pair">
          <PhotoTile
            name="现场"
            hint="拍下现在的样子"
            pictures={pictures}
            steps={steps}
            plan={{ session, chain, taskId: card.id, stage: 'scene', title: card.incident.title, place }}
            full={pictures.length >= mostPhotos}
          />
        </div>
      </section>
      <section className="say">
        <label htmlFor="judge-text">看到了什么</label>
        <textarea
          id="judge-text"
          rows={3}
          maxLength={2000}
          placeholder="现场现在怎样；不属实、不通过须写明理由"
          value={text}
          onChange={(event) => write(event.target.value)}
        />
        <PlaceLine place={place} why={why} onWhy={setWhy} />
      </section>
      {steps.length > 0 && <p className="note">待上传：{unsentWords(steps)}。已存手机，有信号自动补传。</p>}
      <Dock
        words={`提交${checkNames[kind]}结论`}
        onPress={() => void submit()}
        failure={failure}
        disabled={trouble !== null}
      >
        <ReturnLink view={view} />
        <span>没信号也能提交</span>
      </Dock>
    </>
  );
}
