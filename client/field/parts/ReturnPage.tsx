import { useState } from 'react';
import { taskStep } from '../work/acts.ts';
import { perform } from '../work/field.ts';
import { useDraft, useField, usePlace } from '../work/hooks.ts';
import { Dock } from './Dock.tsx';
import { Top } from './Top.tsx';

const reasons = ['不属本单位职责', '地点不在本单位辖区', '与已办工单重复', '地点不清，无法处置'] as const;

/** 退单: a reason of one's own words, begun by a tap. */
export function ReturnPage({ id }: { id: number }) {
  const { news } = useField();
  const place = usePlace(true);
  const card = news?.cards.find((one) => one.id === id);
  const draft = useDraft(`${news?.session.actor.username}/return:${id}`);
  const [failure, setFailure] = useState<string | null>(null);
  if (!news || !card) return <Top title="退单" back="#/" />;
  const submit = async (): Promise<void> => {
    const reason = draft.text.trim();
    if (reason.length < 4) return setFailure('请写明退单理由，至少 4 个字');
    try {
      await perform([taskStep(news.session.actor, card, { kind: 'return', place, body: { reason } })]);
      draft.clear();
      location.replace('#/');
    } catch {
      setFailure('手机存储已满，退单没有存下。请清理空间后再提交一次。');
    }
  };
  return (
    <>
      <Top title="退单" back={`#/task/${id}`} />
      <main className="task">
        <h2 className="plain-title">{card.incident.title}</h2>
        <p className="note">退单后由派遣台另派。第二次退单由值班长裁定，裁定前先由首接单位办理。</p>
        {card.incident.danger.length > 0 && (
          <p className="danger">
            涉及人身安全：{card.incident.danger.join('、')}。退单前请先做好现场警戒并报告值班台。
          </p>
        )}
        <section className="say">
          <label htmlFor="reason">退单理由</label>
          <div className="chips">
            {reasons.map((words) => (
              <button key={words} type="button" onClick={() => draft.write(words)}>
                {words}
              </button>
            ))}
          </div>
          <textarea
            id="reason"
            rows={4}
            maxLength={500}
            placeholder="写明依据，例如该路由哪个单位管养"
            value={draft.text}
            onChange={(event) => draft.write(event.target.value)}
          />
        </section>
        <Dock words="提交退单" onPress={() => void submit()} failure={failure} />
      </main>
    </>
  );
}
