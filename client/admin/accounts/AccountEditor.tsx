import { Alert, App, Button, Checkbox, Drawer, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { Account, Role } from '#contracts/people.ts';
import { roleNames } from '#contracts/people.ts';
import { errorWords } from '../../shared/api.ts';
import { useUndo } from '../../shared/undo.tsx';
import { optionsOf } from '../useNames.ts';
import type { Names } from '../useNames.ts';
import { readablePassword } from './password.ts';
import type { FreshPassword } from './PasswordOnce.tsx';
import { bodyOf, useAccountStep } from './useAccounts.ts';
import type { AccountBody } from './useAccounts.ts';

type Props = {
  /** Null: a new one. */
  account: Account | null;
  names: Names;
  onClose: () => void;
  onPassword: (fresh: FreshPassword) => void;
};

const nobody: AccountBody = {
  name: '',
  roles: [],
  unitCode: null,
  districtCode: null,
  dutySeat: false,
  disabled: false,
};

const roleGroups: readonly { name: string; roles: readonly Role[]; note: string }[] = [
  { name: '中心', roles: ['operator', 'dispatcher', 'shift-leader', 'leader'], note: '' },
  { name: '承办单位', roles: ['unit-clerk', 'field'], note: '须选择所属单位' },
  {
    name: '三员',
    roles: ['system-admin', 'security-admin', 'auditor'],
    note: '系统管理员与安全管理员不得由一人兼任；审计员不得兼任其他岗位',
  },
  { name: '设备', roles: ['wall'], note: '大屏账号不得兼任其他岗位' },
];

export function AccountEditor({ account, names, onClose, onPassword }: Props) {
  const [username, setUsername] = useState(account?.username ?? '');
  const [body, setBody] = useState<AccountBody>(account ? bodyOf(account) : nobody);
  const [refusal, setRefusal] = useState<string | null>(null);
  const step = useAccountStep();
  const offer = useUndo();
  const { modal } = App.useApp();
  const change = (part: Partial<AccountBody>): void => setBody((before) => ({ ...before, ...part }));
  const ofUnit = body.roles.some((role) => role === 'unit-clerk' || role === 'field');

  const create = async (): Promise<void> => {
    const password = readablePassword();
    await step.mutateAsync({ do: 'create', username, password, body });
    onPassword({ username, name: body.name, password });
  };
  const update = async (before: Account): Promise<void> => {
    await step.mutateAsync({ do: 'change', username, body });
    offer({
      words: `已修改账号 ${username}，本人须重新登录`,
      undo: () => step.mutateAsync({ do: 'change', username, body: bodyOf(before) }),
    });
  };
  const save = async (): Promise<void> => {
    setRefusal(null);
    try {
      await (account ? update(account) : create());
      onClose();
    } catch (error) {
      setRefusal(errorWords(error));
    }
  };
  const resetPassword = (): void =>
    void modal.confirm({
      title: `重置 ${username} 的口令？`,
      content: '原口令立即失效，本人正在使用的页面会退出。',
      okText: '重置口令',
      cancelText: '不重置',
      onOk: async () => {
        const password = readablePassword();
        try {
          await step.mutateAsync({ do: 'password', username, password });
          onClose();
          onPassword({ username, name: body.name, password });
        } catch (error) {
          setRefusal(errorWords(error));
        }
      },
    });

  return (
    <Drawer
      open
      size={640}
      onClose={onClose}
      title={account ? `账号　${account.username}` : '新建账号'}
      footer={
        <div className="editor-foot">
          {account && <Button onClick={resetPassword}>重置口令</Button>}
          <span className="editor-space" />
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={step.isPending} onClick={() => void save()}>
            {account ? '保存' : '建账号并生成口令'}
          </Button>
        </div>
      }
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="editor-refusal" />}
      <div className="account-form">
        {!account && (
          <Line label="账号名" id="username" note="小写字母、数字和短横线，以字母开头，2 到 32 位">
            <Input
              id="username"
              autoFocus
              value={username}
              onChange={(event) => setUsername(event.target.value.trim())}
            />
          </Line>
        )}
        <Line label="姓名或席位" id="account-name">
          <Input
            id="account-name"
            maxLength={40}
            value={body.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Line>
        <Roles roles={body.roles} onChange={(roles) => change({ roles })} />
        <Line label="所属单位" id="unit" note={ofUnit ? '' : '中心岗位不选；只有承办单位岗位可以选择'}>
          <Select
            id="unit"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder="不属承办单位"
            value={body.unitCode}
            options={optionsOf(names.of('unit'))}
            onChange={(code: string | undefined) => change({ unitCode: code ?? null })}
          />
        </Line>
        <Line label="管辖县区" id="district" note="选择后只能看到该县（市、区）的案件">
          <Select
            id="district"
            allowClear
            placeholder="全市"
            value={body.districtCode}
            options={optionsOf(names.districts)}
            onChange={(code: string | undefined) => change({ districtCode: code ?? null })}
          />
        </Line>
        <Line label="值班席" id="duty-seat" note="值班席不会因他人多次输错口令而被锁在门外">
          <Switch id="duty-seat" checked={body.dutySeat} onChange={(dutySeat) => change({ dutySeat })} />
        </Line>
        {account && (
          <Line label="停用" id="disabled" note="停用后立即退出，不能再登录；所作的记录保留">
            <Switch id="disabled" checked={body.disabled} onChange={(disabled) => change({ disabled })} />
          </Line>
        )}
      </div>
    </Drawer>
  );
}

function Roles({ roles, onChange }: { roles: readonly Role[]; onChange: (roles: Role[]) => void }) {
  return (
    <div className="account-line">
      <span className="account-label">岗位</span>
      <div className="account-roles" role="group" aria-label="岗位">
        {roleGroups.map((group) => (
          <div key={group.name}>
            <small>{group.name}</small>
            <span>
              {group.roles.map((role) => (
                <Checkbox
                  key={role}
                  checked={roles.includes(role)}
                  onChange={(event) =>
                    onChange(event.target.checked ? [...roles, role] : roles.filter((one) => one !== role))
                  }
                >
                  {roleNames[role]}
                </Checkbox>
              ))}
              {group.note !== '' && <small>{group.note}</small>}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}

function Line({
  label,
  id,
  note,
  children,
}: {
  label: string;
  id: string;
  note?: string;
  children: ReactNode;
}) {
  return (
    <div className="account-line">
      <label className="account-label" htmlFor={id}>
        {label}
      </label>
      <div>
        {children}
        {note !== undefined && note !== '' && <small>{note}</small>}
      </div>
    </div>
  );
}
