import { ApiError } from '../../shared/api.ts';
import { syncNow } from '../../shared/now.ts';
import { addSteps, clearShots, dropStep, openBox, shotsOf, stepsOf, unsentByOwner } from './box.ts';
import type { Box, Shot, Step } from './box.ts';
import { News, endSession, fetchNews, fetchSession, fetchTask, startSession } from './fetch.ts';
import { pauseMs, sendRound } from './outbox.ts';
import { sendStep } from './send.ts';
import { advance, chainOf } from './view.ts';

/** Everything the page is drawn from. Replaced, never changed in place. */
export type FieldState = {
  phase: 'loading' | 'signed-out' | 'ready';
  news: News | null;
  steps: readonly Step[];
  shots: readonly Shot[];
  line: 'up' | 'down' | 'signed-out';
  sending: boolean;
  /** Unsent steps on this phone by account; for the sign-in page. */
  unsent: Readonly<Record<string, number>>;
  /** What the last answer of the server said against showing news, in Chinese. */
  trouble: string | null;
};

const ownerKey = 'who/last';
const leavingKey = 'who/leaving';
/** How often the page asks for news while it is looked at. */
const pollMs = 20_000;

let state: FieldState = {
  phase: 'loading',
  news: null,
  steps: [],
  shots: [],
  line: navigator.onLine ? 'up' : 'down',
  sending: false,
  unsent: {},
  trouble: null,
};
const listeners = new Set<() => void>();
let box: Box;
let fails = 0;
let timer: ReturnType<typeof setTimeout> | undefined;
let again = false;

export const getState = (): FieldState => state;

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function set(change: Partial<FieldState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

const owner = (): string | null => state.news?.session.actor.username ?? null;

/** The box of this phone, open; for drafts and photos. */
export const theBox = (): Box => box;

/** Reads the box again after a change. */
export async function reload(): Promise<void> {
  const who = owner();
  const [steps, shots, unsent] = await Promise.all([
    who ? stepsOf(box, who) : [],
    who ? shotsOf(box, who) : [],
    unsentByOwner(box),
  ]);
  set({ steps, shots, unsent });
}

/** Opens the box, shows what is kept, then goes to the server; listens for the line to come back. */
export async function startField(): Promise<void> {
  box = await openBox();
  void navigator.storage?.persist?.().catch(() => false);
  const who = await box.get('kept', ownerKey);
  const leaving = await box.get('kept', leavingKey);
  const kept =
    typeof who === 'string' && !leaving ? News.safeParse(await box.get('kept', `${who}/news`)) : null;
  if (kept?.success) {
    syncNow(new Date(Date.now() + kept.data.skewMs).toISOString());
    set({ phase: 'ready', news: kept.data });
  }
  await reload();
  window.addEventListener('online', () => kick());
  window.addEventListener('offline', () => set({ line: 'down' }));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && kick());
  await catchUp();
}

/** Tries at once, whatever the pause was. */
export function kick(): void {
  fails = 0;
  void catchUp();
}

/** One round at a time, in this page and in every other of this phone: send what waits, then ask for news. */
export async function catchUp(): Promise<void> {
  if (state.sending) {
    again = true;
    return;
  }
  clearTimeout(timer);
  set({ sending: true });
  let wakeAt: number | null = null;
  try {
    // A session that was left off line ends before anything else is done with it.
    if (await hasLeft()) set({ phase: 'signed-out', line: 'down' });
    else wakeAt = await inTurn(round);
  } finally {
    set({ sending: false });
    if (again) wakeAt = Date.now();
    again = false;
    const pause = state.line === 'down' ? pauseMs(++fails) : pollMs;
    timer = setTimeout(() => void catchUp(), Math.max(0, Math.min(pause, (wakeAt ?? Infinity) - Date.now())));
  }
}

/** Two pages of one phone never send at the same time, where the browser has locks. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('chengyun-field', work) : work();
}

/** Who am I, send, read: in this order, so that nobody's work goes out under another's name. */
async function round(): Promise<number | null> {
  try {
    const session = await fetchSession();
    const who = session.actor.username;
    const known = who === owner();
    const { wakeAt, line } = known
      ? await sendRound({
          box,
          owner: who,
          send: sendStep,
          now: Date.now,
          settled,
          changed: () => void reload(),
        })
      : { wakeAt: Date.now(), line: 'up' as const };
    set({ line });
    if (line === 'up' && (!known || document.visibilityState === 'visible'))
      await keepNews(await fetchNews(session));
    return wakeAt;
  } catch (error) {
    const known = error instanceof ApiError ? error : null;
    if (known?.status === 401) set({ line: 'signed-out' });
    else if (known && known.status > 0) set({ line: 'up', trouble: known.message });
    else set({ line: 'down' });
    if (state.phase === 'loading') set({ phase: 'signed-out' });
    return null;
  }
}

/** The shown and kept card moves on with its step: the next press is on the new version, with or without a line. */
async function settled(step: Step, version: number | null): Promise<void> {
  const { news } = state;
  if (!news || version === null || step.taskId === null) return;
  const cards = news.cards.map((card) => (card.id === step.taskId ? advance(card, step, version) : card));
  await box.put('kept', { ...news, cards }, `${step.owner}/news`);
  set({ news: { ...news, cards } });
}

async function keepNews(news: News): Promise<void> {
  const who = news.session.actor.username;
  await box.put('kept', who, ownerKey);
  await box.put('kept', news, `${who}/news`);
  const chains = new Set(news.cards.map(({ id }) => chainOf(id)));
  await clearShots(box, who, ({ chain }) => chains.has(chain) || chain.startsWith('draft:'));
  fails = 0;
  ringFor(news);
  set({ phase: 'ready', news, trouble: null });
  await reload();
}

/** A short shake for an urgent message that was not there before; the server decides what may ring, and when. */
function ringFor(news: News): void {
  const before = state.news;
  if (!before || before.session.actor.username !== news.session.actor.username) return;
  const known = new Set(before.inbox.map(({ id }) => id));
  if (news.inbox.some(({ id, ring, readAt }) => ring && readAt === null && !known.has(id)))
    navigator.vibrate?.([300, 150, 300]);
}

/** Stores steps on the phone and sends them as soon as it goes. Throws when they could not be stored. */
export async function perform(steps: readonly Step[]): Promise<void> {
  await addSteps(box, steps);
  await reload();
  kick();
}

/** A step that was turned down goes once more, on the newest version of its task. Throws ApiError. */
export async function tryAgain(step: Step): Promise<void> {
  const version = step.taskId === null ? null : (await fetchTask(step.taskId)).version;
  const tx = box.transaction('steps', 'readwrite');
  for (const one of await tx.store.getAll()) {
    if (one.owner !== step.owner || one.chain !== step.chain) continue;
    const body = version !== null && 'version' in one.body ? { ...one.body, version } : one.body;
    await tx.store.put({ ...one, body, state: 'waiting', notBefore: 0, message: null });
  }
  await tx.done;
  await reload();
  kick();
}

/** The person gives a step up. */
export async function giveUp(step: Step): Promise<void> {
  await dropStep(box, step);
  await reload();
  kick();
}

/** Throws ApiError; the page then shows its message. */
export async function signIn(username: string, password: string): Promise<void> {
  await startSession(username, password);
  await box.delete('kept', leavingKey);
  await keepNews(await fetchNews(await fetchSession()));
  set({ line: 'up' });
  kick();
}

/** Ends the session; unsent work stays on the phone, what was read of the city goes. */
export async function signOut(): Promise<void> {
  const who = owner();
  // First of all: whoever closes the page half-way has left all the same.
  await box.put('kept', true, leavingKey);
  if (who) await box.delete('kept', `${who}/news`);
  await box.delete('kept', ownerKey);
  if ('caches' in window) await caches.delete('field-photos');
  set({ phase: 'signed-out', news: null, steps: [], shots: [], trouble: null });
  await reload();
  await hasLeft();
}

/** Whether a session that was left still has to be ended on the server: without a line it waits for one. */
async function hasLeft(): Promise<boolean> {
  if (!(await box.get('kept', leavingKey))) return false;
  try {
    await endSession();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) return true;
  }
  await box.delete('kept', leavingKey);
  return false;
}
