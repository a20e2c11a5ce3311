import { NoEntry, mayOpen, useSession } from '../shared/session.tsx';
import { errorWords } from '../shared/api.ts';
import { WallScreen } from './WallScreen.tsx';

/** 大屏: waits for its account, then shows the city. A screen without one is led to the sign-in page. */
export function WallPage() {
  const session = useSession();
  if (session.data && mayOpen('/wall', session.data)) return <WallScreen session={session.data} />;
  return (
    <div className="wall">
      <div className="sheet sheet-waiting">
        {session.data && <NoEntry page="/wall" session={session.data} />}
        <p>{session.data ? '' : session.isError ? errorWords(session.error) : '正在确认大屏账号…'}</p>
        {session.isError && (
          <button type="button" onClick={() => void session.refetch()}>
            重试
          </button>
        )}
      </div>
    </div>
  );
}
