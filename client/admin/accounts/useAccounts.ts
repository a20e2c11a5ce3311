import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { Account } from '#contracts/people.ts';
import { apiGet, apiSend } from '../../shared/api.ts';

const Accounts = z.object({ items: z.array(Account) });
const pathOf = (username: string): string => `/api/accounts/${encodeURIComponent(username)}`;

export function useAccounts() {
  return useQuery({
    queryKey: ['accounts'],
    queryFn: async () => (await apiGet('/api/accounts', Accounts)).items,
  });
}

export type AccountBody = Pick<
  Account,
  'name' | 'roles' | 'unitCode' | 'districtCode' | 'dutySeat' | 'disabled'
>;

type Step =
  | { do: 'create'; username: string; password: string; body: AccountBody }
  | { do: 'change'; username: string; body: AccountBody }
  | { do: 'password'; username: string; password: string }
  | { do: 'unlock'; username: string };

async function take(step: Step): Promise<void> {
  const { username } = step;
  switch (step.do) {
    case 'create': {
      const { disabled: _disabled, ...body } = step.body;
      await apiSend('POST', '/api/accounts', { ...body, username, password: step.password }, Account);
      return;
    }
    case 'change':
      await apiSend('PUT', pathOf(username), step.body, Account);
      return;
    case 'password':
      await apiSend('POST', `${pathOf(username)}/password`, { password: step.password }, null);
      return;
    case 'unlock':
      await apiSend('POST', `${pathOf(username)}/unlock`, undefined, Account);
  }
}

/** One step on one account; the list is read again whatever came of it. */
export function useAccountStep() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: take,
    onSettled: () => cache.invalidateQueries({ queryKey: ['accounts'] }),
  });
}

/** What may be changed of an account, as it stands. */
export function bodyOf({ name, roles, unitCode, districtCode, dutySeat, disabled }: Account): AccountBody {
  return { name, roles, unitCode, districtCode, dutySeat, disabled };
}
