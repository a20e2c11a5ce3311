import { z } from 'zod';
import { Account, Role } from '#contracts/people.ts';
import { resetPassword } from '#flows/change-password.ts';
import { changeAccount, createAccount, unlockAccount } from '#flows/manage-account.ts';
import { listAccounts } from '#store/accounts.ts';
import { cityNow } from '#store/db.ts';
import { route } from './route.ts';

const code = z.string().trim().min(1).max(64).nullable().default(null);
const Change = z.object({
  name: z.string().trim().min(1).max(40),
  roles: z.array(Role).min(1).max(4),
  unitCode: code,
  districtCode: code,
  dutySeat: z.boolean().default(false),
  disabled: z.boolean().default(false),
});
const Draft = Change.omit({ disabled: true }).extend({
  username: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,31}$/, '账号名用小写字母、数字和短横线，以字母开头，2 到 32 位'),
  password: z.string().min(1).max(200),
});
const Password = z.object({ password: z.string().min(1).max(200) });

export const routes = [
  route({
    method: 'get',
    path: '/api/accounts',
    right: 'account.read',
    summary: '账号列表',
    answer: z.object({ items: z.array(Account) }),
    handle: async ({ pool }) => ({ items: await listAccounts(pool, await cityNow(pool)) }),
  }),
  route({
    method: 'post',
    path: '/api/accounts',
    right: 'account.edit',
    summary: '新建账号',
    body: Draft,
    answer: Account,
    handle: async ({ pool, actor, body }) => createAccount(pool, body, { actor, now: await cityNow(pool) }),
  }),
  route({
    method: 'put',
    path: '/api/accounts/:username',
    right: 'account.edit',
    summary: '修改账号的岗位、单位、区划或停用',
    body: Change,
    answer: Account,
    handle: async ({ pool, actor, body, params }) =>
      changeAccount(pool, params['username'] ?? '', body, { actor, now: await cityNow(pool) }),
  }),
  route({
    method: 'post',
    path: '/api/accounts/:username/password',
    right: 'account.edit',
    summary: '重置口令',
    body: Password,
    handle: async ({ pool, actor, body, params }) => {
      const username = params['username'] ?? '';
      await resetPassword(pool, { actor, username, next: body.password, now: await cityNow(pool) });
      return undefined;
    },
  }),
  route({
    method: 'post',
    path: '/api/accounts/:username/unlock',
    right: 'account.edit',
    summary: '解除锁定',
    answer: Account,
    handle: async ({ pool, actor, params }) =>
      unlockAccount(pool, params['username'] ?? '', { actor, now: await cityNow(pool) }),
  }),
];
