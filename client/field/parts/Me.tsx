import { useState } from 'react';
import { formatNear } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { signOut } from '../work/field.ts';
import { useField } from '../work/hooks.ts';
import { syncWords, unsent, unsentWords } from '../work/words.ts';
import { Foot } from './Foot.tsx';
import { Sheet } from './Sheet.tsx';
import { Top } from './Top.tsx';

/** 我: who is signed in, what lies on the phone, and the way out that loses nothing. */
export function Me() {
  const { news, steps } = useField();
  const [leaving, setLeaving] = useState(false);
  const now = useNow(30_000);
  if (!news) return null;
  const { actor, unitName, centreName } = news.session;
  const waiting = unsent(steps).length;
  return (
    <>
      <Top title="我" />
      <main className="task">
        <dl className="facts">
          <dt>姓名</dt>
          <dd>{actor.name}</dd>
          <dt>单位</dt>
          <dd>{unitName ?? '未分配单位'}</dd>
          <dt>账号</dt>
          <dd>{actor.username}</dd>
          <dt>上级中心</dt>
          <dd>{centreName}</dd>
          <dt>同步</dt>
          <dd>
            {syncWords(steps)}，数据为 {formatNear(news.at, now)}
          </dd>
        </dl>
        <button type="button" className="second" onClick={() => setLeaving(true)}>
          退出登录
        </button>
      </main>
      <Foot here="me" />
      {leaving && (
        <Sheet title="退出登录" onClose={() => setLeaving(false)}>
          <p className="note">
            {waiting > 0
              ? `还有 ${waiting} 项待上传（${unsentWords(steps)}）。退出后仍保存在本机，下次用本账号登录后自动补传。`
              : '本机没有待上传的内容。'}
          </p>
          <button type="button" className="second" onClick={() => void signOut()}>
            退出登录
          </button>
        </Sheet>
      )}
    </>
  );
}
