import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { pagesFor } from '#contracts/pages.ts';
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

/** Who is signed in. A 401 leaves to the sign-in page by itself. */
export function useSession(): UseQueryResult<Session> {
  return useQuery({ queryKey: ['session'], queryFn: fetchSession, staleTime: 300_000 });
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

/** Shows its child once the person is known; else loading or what to do. */
export function SignedIn({ children }: { children: (session: Session) => ReactNode }) {
  const session = useSession();
  if (session.data) return children(session.data);
  if (session.isError)
    return <ErrorState error={session.error} onRetry={() => void session.refetch()} fullPage />;
  return <LoadingState words="正在确认身份…" fullPage />;
}
