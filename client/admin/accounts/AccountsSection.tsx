import { App, Button, Input, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import type { Account, Session } from '#contracts/people.ts';
import { roleNames } from '#contracts/people.ts';
import { errorWords } from '../../shared/api.ts';
import { formatDateTime, formatNear, formatNumber } from '../../shared/format.ts';
import { cityNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { useNames } from '../useNames.ts';
import type { Names } from '../useNames.ts';
import { AccountEditor } from './AccountEditor.tsx';
import { PasswordOnce } from './PasswordOnce.tsx';
import type { FreshPassword } from './PasswordOnce.tsx';
import { useAccounts, useAccountStep } from './useAccounts.ts';

/** 账号: who may sign in, as what, and for which unit or district. */
export function AccountsSection({ session }: { session: Session }) {
  const accounts = useAccounts();
  const names = useNames();
  const step = useAccountStep();
  const { message } = App.useApp();
  const [query, setQuery] = useState('');
  const [editing, setEditing] = useState<{ account: Account | null } | null>(null);
  const [fresh, setFresh] = useState<FreshPassword | null>(null);
  const mayEdit = hasRight(session, 'account.edit');
  const all = accounts.data ?? [];
  const found = all.filter((account) => wordsOf(account, names).includes(query.trim().toLowerCase()));
  const unlock = (account: Account): void =>
    void step.mutateAsync({ do: 'unlock', username: account.username }).then(
      () => message.success(`已解除 ${account.username} 的锁定`),
      (error: unknown) => message.error(errorWords(error)),
    );
  const actions: TableColumnsType<Account>[number] = {
    title: '操作',
    key: 'actions',
    width: 120,
    render: (_, account) => (
      <span className="row-actions">
        <button
          type="button"
          className="plain"
          disabled={account.username === session.actor.username}
          title={account.username === session.actor.username ? '自己的账号由另一位安全管理员修改' : ''}
          onClick={() => setEditing({ account })}
        >
          修改
        </button>
        {account.lockedUntil !== null && (
          <button type="button" className="plain" onClick={() => unlock(account)}>
            解锁
          </button>
        )}
      </span>
    ),
  };
  return (
    <SectionFrame
      title="账号"
      about={`三员分立：系统管理员不管账号，安全管理员不改数据，审计员只看不改。共 ${formatNumber(all.length)} 个，停用 ${all.filter(({ disabled }) => disabled).length} 个。`}
      tools={
        <>
          <Input.Search
            allowClear
            placeholder="按账号、姓名、岗位、单位查找"
            aria-label="查找"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayEdit && (
            <Button type="primary" onClick={() => setEditing({ account: null })}>
              新建账号
            </Button>
          )}
        </>
      }
    >
      {accounts.isError && all.length === 0 ? (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      ) : (
        <Table<Account>
          size="small"
          rowKey="username"
          loading={accounts.isPending}
          dataSource={found}
          columns={[...columnsOf(names), ...(mayEdit ? [actions] : [])]}
          rowClassName={({ disabled }) => (disabled ? 'row-quiet' : '')}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <EmptyState title="没有这样的账号" /> }}
        />
      )}
      {editing && (
        <AccountEditor
          key={editing.account?.username ?? ''}
          account={editing.account}
          names={names}
          onClose={() => setEditing(null)}
          onPassword={setFresh}
        />
      )}
      {fresh && <PasswordOnce fresh={fresh} onClose={() => setFresh(null)} />}
    </SectionFrame>
  );
}

function wordsOf({ username, name, roles, unitCode }: Account, names: Names): string {
  const unit = names.of('unit').get(unitCode ?? '') ?? '';
  return [username, name, ...roles.map((role) => roleNames[role]), unit].join(' ').toLowerCase();
}

function columnsOf(names: Names): TableColumnsType<Account> {
  return [
    { title: '账号', dataIndex: 'username', width: 140, ellipsis: true },
    { title: '姓名或席位', dataIndex: 'name', width: 150, ellipsis: true },
    {
      title: '岗位',
      key: 'roles',
      ellipsis: true,
      render: (_, { roles }) => roles.map((role) => roleNames[role]).join('、'),
    },
    { title: '单位或县区', key: 'place', ellipsis: true, render: (_, account) => placeOf(account, names) },
    { title: '值班席', key: 'seat', width: 80, render: (_, { dutySeat }) => (dutySeat ? '是' : '') },
    { title: '状态', key: 'state', width: 130, render: (_, account) => <State account={account} /> },
    {
      title: '最近登录',
      key: 'last',
      width: 150,
      render: (_, { lastSignInAt }) =>
        lastSignInAt === null ? <span className="quiet">从未登录</span> : formatDateTime(lastSignInAt),
    },
  ];
}

function placeOf({ unitCode, districtCode }: Account, names: Names): string {
  if (unitCode !== null) return names.of('unit').get(unitCode) ?? unitCode;
  return districtCode === null ? '全市' : (names.districts.get(districtCode) ?? districtCode);
}

function State({ account: { disabled, lockedUntil } }: { account: Account }) {
  if (disabled) return <b>停用</b>;
  if (lockedUntil !== null) return <b>锁定至 {formatNear(lockedUntil, cityNow())}</b>;
  return <span className="quiet">启用</span>;
}
