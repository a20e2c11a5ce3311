import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Below } from '#contracts/task.ts';
import type { Task } from '#contracts/task.ts';
import { apiGet } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';
import { uuid } from '../../shared/uuid.ts';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 转派、改派、派到人: to a unit of one's own or one of its people; the total time runs on. */
export function PassPanel({ detail, task }: { detail: IncidentDetail; task: Task }) {
  const { session, close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [actionId] = useState(uuid);
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const own = session.actor.unitCode;
  const holds = task.unitCode === own;
  const below = useQuery({
    queryKey: ['below', task.id],
    queryFn: () => apiGet(`/api/tasks/${task.id}/below`, Below),
  });
  const units = (below.data?.units ?? []).filter(({ code }) => code !== task.unitCode);
  const people = holds ? (below.data?.people ?? []) : [];
  const back = holds || own === null ? [] : [{ value: `u:${own}`, label: '收回，由本单位自办' }];
  const options = [
    ...back,
    ...people.map(({ username, name }) => ({ value: `p:${username}`, label: `${name}（本单位）` })),
    ...units.map(({ code, name }) => ({ value: `u:${code}`, label: name })),
  ];

  async function submit() {
    if (to === null) return;
    const whom = to.startsWith('p:') ? { assignee: to.slice(2) } : { unitCode: to.slice(2) };
    const body = { actionId, version: task.version, note: note.trim(), ...whom };
    if ((await send(`/api/tasks/${task.id}/pass-on`, body, z.unknown())) === null) return;
    say(holds ? '已转派' : '已改派');
    close();
  }

  return (
    <PanelFrame
      title={holds ? '转派' : `改派：现在${task.unitName}`}
      hint="总时限不变，每一跳单独计时；转派即视为本单位已签收"
      submitWords={holds ? '转派' : '改派'}
      busy={busy}
      problem={problem}
      missing={to === null ? '请选定转给谁' : null}
      onSubmit={() => void submit()}
    >
      <div className="panel-line">
        <Select
          autoFocus
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          aria-label="转给谁"
          placeholder="下属部门、镇街，或本单位人员"
          loading={below.isPending}
          notFoundContent={below.isError ? '名录未能读取，请稍候重试' : '没有下属单位'}
          options={options}
          value={to}
          onChange={setTo}
        />
        <Input
          maxLength={500}
          placeholder="交办要求（可不填）"
          aria-label="交办要求"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </PanelFrame>
  );
}
