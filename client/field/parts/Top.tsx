import type { ReactNode } from 'react';
import { DemoMark } from '../../shared/marks.tsx';
import { useField } from '../work/hooks.ts';
import { syncWords, unsent } from '../work/words.ts';
import { Icon } from './Icon.tsx';

/** The head of every page: where one is, whose city it is, and whether everything has been sent, in words. */
export function Top({ title, back }: { title: ReactNode; back?: string }) {
  const { news, steps, line } = useField();
  const troubled = steps.some(({ state }) => state !== 'waiting');
  return (
    <header className="top">
      {back && (
        <a className="top-back" href={back} aria-label="返回">
          <Icon name="back" size={28} />
        </a>
      )}
      <h1>{title}</h1>
      {news && <DemoMark mark={news.session.mark} />}
      {line === 'signed-out' ? (
        <a className="top-sync top-sync-trouble" href="#/sign-in">
          请重新登录
        </a>
      ) : (
        <a className={`top-sync${troubled ? ' top-sync-trouble' : ''}`} href="#/unsent">
          {troubled ? '有待处理' : line === 'down' && unsent(steps).length === 0 ? '离线' : syncWords(steps)}
        </a>
      )}
    </header>
  );
}
