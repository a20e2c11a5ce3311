import { useEffect } from 'react';
import { AskPage } from './parts/AskPage.tsx';
import { Inbox } from './parts/Inbox.tsx';
import { Me } from './parts/Me.tsx';
import { NewReport } from './parts/NewReport.tsx';
import { ReturnPage } from './parts/ReturnPage.tsx';
import { SignIn } from './parts/SignIn.tsx';
import { TaskList } from './parts/TaskList.tsx';
import { TaskPage } from './parts/TaskPage.tsx';
import { Unsent } from './parts/Unsent.tsx';
import { useField, useWhere } from './work/hooks.ts';

/** The field page: which of its places is shown. */
export function App() {
  const { phase, line, news } = useField();
  const where = useWhere();
  const [place, id, more] = where;
  const address = where.join('/');
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [address]);
  if (phase === 'loading') return <p className="starting">正在打开…</p>;
  if (phase === 'signed-out' || !news) return <SignIn />;
  if (place === 'sign-in' && line === 'signed-out') return <SignIn username={news.session.actor.username} />;
  return (
    <>
      {line === 'signed-out' && (
        <a className="signed-out" href="#/sign-in">
          登录已失效，照常办理，步骤存在手机。点此重新登录
        </a>
      )}
      <Place place={place} id={Number(id)} more={more} />
    </>
  );
}

function Place({ place, id, more }: { place: string | undefined; id: number; more: string | undefined }) {
  if (place === 'task' && more === 'return') return <ReturnPage id={id} />;
  if (place === 'task' && (more === 'ask' || more === 'appeal' || more === 'resume' || more === 'reply'))
    return <AskPage key={more} id={id} about={more} />;
  if (place === 'task') return <TaskPage id={id} />;
  if (place === 'new') return <NewReport />;
  if (place === 'inbox') return <Inbox />;
  if (place === 'unsent') return <Unsent />;
  if (place === 'me') return <Me />;
  return <TaskList />;
}
