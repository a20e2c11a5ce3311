import { useEffect, useState } from 'react';
import { NoEntry, mayOpen, useSession } from '../shared/session.tsx';
import { errorWords, onSignedOut } from '../shared/api.ts';
import { Enrol } from './Enrol.tsx';
import { Beside, isBeside } from './past/Beside.tsx';
import { WallScreen } from './WallScreen.tsx';

/** 大屏: shows the city to its account. A screen without one shows a code, by which the desk makes it a wall. */
export function WallPage() {
  const [signedOut, setSignedOut] = useState(false);
  useEffect(() => onSignedOut(() => setSignedOut(true)), []);
  const session = useSession();
  if (isBeside(location.search)) return <Beside />;
  if (signedOut)
    return (
      <div className="wall">
        <Enrol />
      </div>
    );
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
