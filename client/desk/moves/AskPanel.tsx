import { Input, InputNumber } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { Task } from '#contracts/task.ts';
import { TaskCard } from '#contracts/task.ts';
import { limitUnitNames } from '#contracts/reference.ts';
import { useQuery } from '@tanstack/react-query';
import { apiGet } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';
import { uuid } from '../../shared/uuid.ts';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

const words = {
  'ask-extension': { title: '申请延期', hint: '超期前可申请，最多获准 2 次；批准前时限照走，对群众的承诺不变' },
  'ask-suspension': { title: '申请挂账', hint: '每案一次，最长一年，由值班长审批；批准后承办时限停走，对群众的承诺照走' },
} as const; // prettier-ignore

/** A unit's clerk asks for more time, or for a pause until a day. */
export function AskPanel({
  detail,
  task,
  move,
}: {
  detail: IncidentDetail;
  task: Task;
  move: keyof typeof words;
}) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [reason, setReason] = useState('');
  const [amount, setAmount] = useState<number | null>(1);
  const [until, setUntil] = useState('');
  const [actionId] = useState(uuid);
  const extending = move === 'ask-extension';
  const limit = useQuery({
    queryKey: ['task', task.id, 'limit'],
    queryFn: async () => (await apiGet(`/api/tasks/${task.id}`, TaskCard)).limit,
    enabled: extending,
  }).data;
  const unit = limit ? (limitUnitNames[limit.unit as keyof typeof limitUnitNames] ?? '') : '';
  const missing = extending
    ? amount === null
      ? '请填写延期多久'
      : null
    : until === ''
      ? '请选择挂账截止日期'
      : null;
  async function submit() {
    const body = { actionId, version: task.version, reason: reason.trim(), ...(extending ? { amount } : { until }) }; // prettier-ignore
    if ((await send(`/api/tasks/${task.id}/${move}`, body, z.unknown())) === null) return;
    say(`已${words[move].title}，等待审批`);
    close();
  }
  return (
    <PanelFrame
      title={`${words[move].title}：${task.unitName}`}
      hint={words[move].hint}
      submitWords="提交申请"
      busy={busy}
      problem={problem}
      missing={missing ?? reasonMissing(reason, '申请理由')}
      onSubmit={() => void submit()}
    >
      {extending ? (
        <label className="panel-field">
          延期{' '}
          <InputNumber
            autoFocus
            min={limit?.unit.endsWith('-hour') ? 0.5 : 1}
            max={limit?.amount ?? 10_000}
            value={amount}
            onChange={setAmount}
          />{' '}
          {unit}
          {limit && (
            <small>
              　原时限 {limit.amount} {unit}，一次不得超过
            </small>
          )}
        </label>
      ) : (
        <label className="panel-field">
          挂账至{' '}
          <Input
            type="date"
            style={{ width: 160 }}
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
          <small>　当日零时自动恢复</small>
        </label>
      )}
      <WordsField
        label="申请理由"
        placeholder="申请理由与依据，至少 4 个字"
        autoFocus={false}
        value={reason}
        onChange={setReason}
      />
    </PanelFrame>
  );
}
