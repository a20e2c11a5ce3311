import type { ReactNode } from 'react';
import type { Session } from '#contracts/people.ts';
import { roleNames } from '#contracts/people.ts';
import { formatClock, formatDate } from './format.ts';
import { DemoMark } from './marks.tsx';
import { useNow } from './now.ts';
import { pagesOf, signOut } from './session.tsx';

/** The head of a page, 48 high: what it is, whose it is, who sits here, what time it is. */
export function PageHead({
  title,
  session,
  children,
  tools,
}: {
  title: string;
  session: Session;
  /** Facts at the right: feeds, counts. */
  children?: ReactNode;
  /** Small controls before the clock. */
  tools?: ReactNode;
}) {
  const now = useNow();
  const role = session.actor.roles[0];
  const unit = session.unitName ? ` · ${session.unitName}` : '';
  const person = `${role ? roleNames[role] : ''} ${session.actor.name}${unit}`;
  return (
    <header className="page-head">
      <h1>城运 {title}</h1>
      <DemoMark mark={session.mark} />
      <span className="page-head-centre">{session.centreName}</span>
      <nav className="page-head-pages" aria-label="其他页面">
        {pagesOf(session)
          .filter(({ href }) => !location.pathname.startsWith(href))
          .map(({ href, name }) => (
            <a key={href} href={href}>
              {name}
            </a>
          ))}
      </nav>
      <div className="page-head-facts">{children}</div>
      <span className="page-head-person" title={person}>
        {person}
      </span>
      {tools}
      <button type="button" className="plain" onClick={() => void signOut()}>
        退出
      </button>
      <time className="page-head-clock" title={formatDate(now)}>
        {formatClock(now, true)}
      </time>
    </header>
  );
}
