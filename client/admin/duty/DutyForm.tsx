import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { postNames } from '#contracts/duty.ts';
import type { Duty, Post } from '#contracts/duty.ts';
import { apiSend, errorWords } from '../../shared/api.ts';
import { optionsOf, useNames } from '../useNames.ts';

type Props = { day: string; edited: Duty | null; onDone: () => void; onCancel: () => void };

/** One line of the roster. A number left empty keeps the one of the same person. */
export function DutyForm({ day, edited, onDone, onCancel }: Props) {
  const names = useNames();
  const [line, setLine] = useState({
    day: edited?.day ?? day,
    unitCode: edited?.unitCode ?? null,
    post: (edited?.post ?? 'contact') as Post,
    name: edited?.name ?? '',
    phone: '',
    standIn: edited?.standIn ?? '',
    standInPhone: '',
  });
  const [problem, setProblem] = useState<string | null>(null);
  const put = (change: Partial<typeof line>) => setLine({ ...line, ...change });
  async function save() {
    setProblem(null);
    const { phone, standIn, standInPhone, ...rest } = line;
    const body = {
      ...rest,
      day: edited?.day ?? day,
      standIn: standIn.trim() || null,
      ...(phone.trim() ? { phone } : {}),
      ...(standInPhone.trim() ? { standInPhone } : {}),
    };
    try {
      await apiSend('PUT', '/api/duty', body, z.unknown());
      put({ name: '', phone: '', standIn: '', standInPhone: '' });
      onDone();
    } catch (error) {
      setProblem(errorWords(error));
    }
  }
  return (
    <form
      className="duty-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="duty-day">{edited?.day ?? day} 08:00 起</p>
      <Select
        aria-label="单位"
        placeholder="单位"
        showSearch={{ optionFilterProp: 'label' }}
        disabled={edited !== null}
        value={line.unitCode}
        options={optionsOf(names.of('unit'))}
        onChange={(unitCode: string) => put({ unitCode })}
      />
      <Select
        aria-label="岗位"
        disabled={edited !== null}
        value={line.post}
        options={Object.entries(postNames).map(([value, label]) => ({ value, label }))}
        onChange={(post: Post) => put({ post })}
      />
      <Input
        aria-label="值班人"
        placeholder="值班人"
        maxLength={30}
        value={line.name}
        onChange={(event) => put({ name: event.target.value })}
      />
      <Input
        aria-label="电话"
        placeholder={edited?.phone ?? '电话'}
        maxLength={20}
        value={line.phone}
        onChange={(event) => put({ phone: event.target.value })}
      />
      <Input
        aria-label="备岗"
        placeholder="备岗"
        maxLength={30}
        value={line.standIn}
        onChange={(event) => put({ standIn: event.target.value })}
      />
      <Input
        aria-label="备岗电话"
        placeholder={edited?.standInPhone ?? '备岗电话'}
        maxLength={20}
        value={line.standInPhone}
        onChange={(event) => put({ standInPhone: event.target.value })}
      />
      <Button type="primary" htmlType="submit">
        {edited === null ? '加一行' : '保存'}
      </Button>
      {edited !== null && <Button onClick={onCancel}>取消</Button>}
      {problem !== null && <p role="alert">{problem}</p>}
    </form>
  );
}
