import { queryOptions, useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { homeOf, pages, pagesFor } from '#contracts/pages.ts';
import { Session } from '#contracts/people.ts';
import { apiGet, apiSend } from './api.ts';
import { syncNow } from './now.ts';
import { ErrorState, LoadingState } from './states.tsx';

/** GET /api/session; sets the city's clock. */
export async function fetchSession(): Promise<Session> {
  const session = await apiGet('/api/session', Session);
  syncNow(session.now);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: fetchSession,
  staleTime: 300_000,
});

/** Who is signed in. A 401 leaves to the sign-in page by itself. */
export function useSession(): UseQueryResult<Session> {
  return useQuery(sessionQuery);
}

/** Whether the person may do it; rights are decided by the server, this only hides what would be refused. */
export function hasRight(session: Session, right: string): boolean {
  return session.rights.includes(right);
}

/** Ends the session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await apiSend('DELETE', '/api/session', undefined, null, { onSignedOut: 'throw' }).catch(() => undefined);
  // Nothing that was typed here waits for whoever sits down next.
  sessionStorage.clear();
  location.assign('/login');
}

/** The pages that the person's rights open, with their addresses and names. */
export const pagesOf = (session: Session): { href: string; name: string }[] => pagesFor(session.rights);

type Page = (typeof pages)[number]['href'];

/** The page is not theirs: which one it is, who could change that, and the ways on. */
export function NoEntry({ page, session }: { page: Page; session: Session }) {
  const home = homeOf(session.actor.roles);
  const ways = pagesOf(session).toSorted((a, b) => Number(b.href === home) - Number(a.href === home));
  return (
    <div className="state state-page" role="alert">
      <div>
        <p className="state-title">您的岗位不能打开{pages.find(({ href }) => href === page)?.name}</p>
        <p className="state-more">
          当前账号 {session.actor.username}（{session.actor.name}）。如确需使用，请联系安全管理员调整岗位。
        </p>
        <nav className="state-ways" aria-label="可以打开的页面">
          {ways.map(({ href, name }) => (
            <a key={href} href={href}>
              {name}
            </a>
          ))}
          <button type="button" onClick={() => void signOut()}>
            换账号登录
          </button>
        </nav>
      </div>
    </div>
  );
}

/** Whether the person's rights open the page. */
export const mayOpen = (page: Page, session: Session): boolean =>
  pagesOf(session).some(({ href }) => href === page);

/** Shows its child once the person is known and may be here; else loading or what to do. */
export function SignedIn({ page, children }: { page: Page; children: (session: Session) => ReactNode }) {
  const session = useSession();
  if (session.data && !mayOpen(page, session.data)) return <NoEntry page={page} session={session.data} />;
  if (session.data) return children(session.data);
  if (session.isError)
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} fullPage />;
  return <LoadingState words="正在确认身份…" fullPage />;
}
