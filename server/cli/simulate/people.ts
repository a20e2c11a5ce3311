import { enter, keptPassword } from './accounts.ts';
import type { AccountDraft } from './accounts.ts';
import { Refused } from './api.ts';
import type { Api } from './api.ts';

/** Who acts: somebody of the centre, or a worker of a unit. */
export type Who = { role: 'operator' | 'shift-leader' } | { unit: string };
/** The two of the centre by whom every script is acted. */
export const operator: Who = { role: 'operator' };
export const shiftLeader: Who = { role: 'shift-leader' };

export type People = {
  /** One call as that person; signs in first, and again when the session has run out. */
  ask: (who: Who, method: string, path: string, body?: unknown) => Promise<unknown>;
};

function draftOf(who: Who): AccountDraft {
  if ('unit' in who)
    return {
      username: `yanshi-${who.unit.toLowerCase()}`.slice(0, 32),
      name: '演示处置员',
      roles: ['unit-clerk', 'field'],
      unitCode: who.unit,
    };
  return who.role === 'operator'
    ? { username: 'yanshi-zhiban', name: '演示值班员', roles: ['operator'] }
    : { username: 'yanshi-banzhang', name: '演示值班长', roles: ['shift-leader'] };
}

/** The people of the demonstration; `adminPassword` makes their accounts the first time. */
export async function makePeople(
  api: Api,
  dataDir: string,
  adminPassword: string | undefined,
): Promise<People> {
  const password = await keptPassword(dataDir);
  const cookies = new Map<string, Promise<string>>();
  function cookieOf(draft: AccountDraft): Promise<string> {
    const known = cookies.get(draft.username);
    if (known) return known;
    const fresh = enter(api, draft, password, adminPassword);
    cookies.set(draft.username, fresh);
    fresh.catch(() => cookies.delete(draft.username));
    return fresh;
  }
  return {
    async ask(who, method, address, body) {
      const draft = draftOf(who);
      const cookie = await cookieOf(draft);
      try {
        return await api.ask(method, address, { cookie, body });
      } catch (error) {
        if (!(error instanceof Refused) || error.status !== 401) throw error;
        cookies.delete(draft.username);
        return api.ask(method, address, { cookie: await cookieOf(draft), body });
      }
    },
  };
}
