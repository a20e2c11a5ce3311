import { useState } from 'react';
import { limitUnitNames } from '#contracts/reference.ts';
import type { TaskCard } from '#contracts/task.ts';
import { taskStep } from '../work/acts.ts';
import type { AskKind } from '../work/box.ts';
import { perform } from '../work/field.ts';
import { useDraft, useField, usePlace } from '../work/hooks.ts';
import { Dock } from './Dock.tsx';
import { Top } from './Top.tsx';

type Wish = { kind: AskKind; amount: string; until: string };
const titles = { ask: '申请延期、挂账', appeal: '申诉', resume: '恢复办理', reply: '回复督办单' } as const;
const hints: Partial<Record<AskKind, string>> = {
  'ask-extension': '超期前可申请，最多获准 2 次。批准前时限照走，对群众的承诺不变。',
  'ask-suspension': '每案一次，最长一年，由值班长审批。批准后处置时限停走，到期自动恢复；对群众的承诺照走。',
  appeal: '每案一次，由两人初审、复审。批准后不计入超时统计，超时事实仍在案。',
  resume: '处置时限从停下时的余额接着走。',
  'reply-supervision': '写明办理情况、超时原因和完成时间。案件照常办理。',
};
const buttons: Partial<Record<AskKind, string>> = {
  'ask-extension': '提交延期申请',
  'ask-suspension': '提交挂账申请',
  appeal: '提交申诉',
  resume: '恢复办理',
  'reply-supervision': '提交回复',
};

/** 延期、挂账、申诉、恢复: what is asked for, and why; stored first, sent when it goes. */
export function AskPage({ id, about }: { id: number; about: keyof typeof titles }) {
  const { news } = useField();
  const place = usePlace(true);
  const card = news?.cards.find((one) => one.id === id);
  const draft = useDraft(`${news?.session.actor.username}/${about}:${id}`);
  const [wish, setWish] = useState<Wish>({
    kind: about === 'ask' ? 'ask-extension' : about === 'reply' ? 'reply-supervision' : about,
    amount: '1',
    until: '',
  });
  const [failure, setFailure] = useState<string | null>(null);
  if (!news || !card) return <Top title={titles[about]} back="#/" />;
  const submit = async (): Promise<void> => {
    const body = bodyOf(wish, draft.text, card);
    if (typeof body === 'string') return setFailure(body);
    try {
      await perform([taskStep(news.session.actor, card, { kind: wish.kind, place, body })]);
      draft.clear();
      location.replace(`#/task/${id}`);
    } catch {
      setFailure('手机存储已满，申请没有存下。请清理空间后再提交一次。');
    }
  };
  return (
    <>
      <Top title={titles[about]} back={`#/task/${id}`} />
      <main className="task">
        <h2 className="plain-title">{card.incident.title}</h2>
        {about === 'ask' && <Kinds card={card} wish={wish} onWish={setWish} />}
        <p className="note">{hints[wish.kind]}</p>
        <section className="say">
          <label htmlFor="ask-reason">{about === 'reply' ? '回复' : '理由'}</label>
          <textarea
            id="ask-reason"
            rows={4}
            maxLength={500}
            placeholder="写明原因与依据，至少 4 个字"
            value={draft.text}
            onChange={(event) => draft.write(event.target.value)}
          />
        </section>
        <Dock words={buttons[wish.kind] ?? '提交'} onPress={() => void submit()} failure={failure} />
      </main>
    </>
  );
}

type Choice = { card: TaskCard; wish: Wish; onWish: (wish: Wish) => void };

function Kinds({ card, wish, onWish }: Choice) {
  const paused = card.pleas.some(({ kind, state }) => kind === 'suspension' && state === 'granted');
  const kinds = { 'ask-extension': '延期', ...(paused ? {} : { 'ask-suspension': '挂账' }) };
  const unit = card.limit ? limitUnitNames[card.limit.unit as keyof typeof limitUnitNames] : '';
  return (
    <section className="say">
      <div className="chips">
        {Object.entries(kinds).map(([kind, words]) => (
          <button
            key={kind}
            type="button"
            aria-pressed={wish.kind === kind}
            onClick={() => onWish({ ...wish, kind: kind as AskKind })}
          >
            {words}
          </button>
        ))}
      </div>
      {wish.kind === 'ask-extension' ? (
        <>
          <label htmlFor="ask-amount">
            延期多久（{unit}
            {card.limit && `，一次不超过 ${card.limit.amount}`}）
          </label>
          <input
            id="ask-amount"
            type="number"
            inputMode="decimal"
            min={0}
            max={card.limit?.amount}
            value={wish.amount}
            onChange={(event) => onWish({ ...wish, amount: event.target.value })}
          />
        </>
      ) : (
        <>
          <label htmlFor="ask-until">挂账至（当日零时恢复）</label>
          <input
            id="ask-until"
            type="date"
            value={wish.until}
            onChange={(event) => onWish({ ...wish, until: event.target.value })}
          />
        </>
      )}
    </section>
  );
}

/** What is sent, or what is missing. */
function bodyOf({ kind, amount, until }: Wish, text: string, card: TaskCard): object | string {
  const reason = text.trim();
  if (kind === 'ask-extension' && !(Number(amount) > 0)) return '请填写延期多久';
  if (kind === 'ask-suspension' && until === '') return '请选择挂账截止日期';
  if (reason.length < 4) return '请写明理由，至少 4 个字';
  if (kind === 'reply-supervision')
    return { supervisionId: card.supervisions.findLast(({ state }) => state === 'sent')?.id, text: reason };
  if (kind === 'ask-extension') return { amount: Number(amount), reason };
  return kind === 'ask-suspension' ? { until, reason } : { reason };
}
