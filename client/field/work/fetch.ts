import { z } from 'zod';
import { InboxItem, TaskCard } from '#contracts/task.ts';
import { Session } from '#contracts/people.ts';
import { apiGet, apiSend } from '../../shared/api.ts';
import { syncNow } from '../../shared/now.ts';

const Tasks = z.object({ items: z.array(TaskCard) });
const Messages = z.object({ items: z.array(InboxItem) });

/** What the page shows, as of one moment of the city's clock; kept on the phone to be read off line. */
export const News = z.object({
  session: Session,
  cards: z.array(TaskCard),
  inbox: z.array(InboxItem),
  /** Epoch milliseconds, city time. */
  at: z.number(),
  /** City time less the phone's time, milliseconds. */
  skewMs: z.number(),
});
export type News = z.infer<typeof News>;

const quiet = { onSignedOut: 'throw' } as const;

/** Who this phone's session belongs to; sets the city's clock. Throws ApiError. */
export async function fetchSession(): Promise<Session> {
  const session = await apiGet('/api/session', Session, quiet);
  syncNow(session.now);
  return session;
}

/** Everything that the page shows. Throws ApiError. */
export async function fetchNews(session: Session): Promise<News> {
  const skewMs = Date.parse(session.now) - Date.now();
  const [tasks, messages] = await Promise.all([
    apiGet('/api/tasks', Tasks, quiet),
    apiGet('/api/inbox', Messages, quiet),
  ]);
  return { session, cards: tasks.items, inbox: messages.items, at: Date.parse(session.now), skewMs };
}

/** One task as it stands now; the worker decides with it after a conflict. Throws ApiError. */
export function fetchTask(id: number): Promise<TaskCard> {
  return apiGet(`/api/tasks/${id}`, TaskCard, quiet);
}

/** Throws ApiError. */
export async function startSession(username: string, password: string): Promise<void> {
  await apiSend('POST', '/api/session', { username, password }, z.unknown(), quiet);
}

/** Throws ApiError. */
export async function endSession(): Promise<void> {
  await apiSend('DELETE', '/api/session', undefined, null, quiet);
}
