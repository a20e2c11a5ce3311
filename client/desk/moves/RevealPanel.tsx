import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Revealed } from '#contracts/request.ts';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

const shownSeconds = 60;
const reasons = ['核实险情与被困位置', '核实事发地点', '联系诉求人答复', '回访诉求人'];

/** The full name and number of one caller: for a stated reason, recorded, and hidden again after a minute. */
export function RevealPanel({ detail, requestId }: { detail: IncidentDetail; requestId: number }) {
  const { close } = useDesk();
  const { busy, problem, send } = useSend(null);
  const [reason, setReason] = useState('');
  const [person, setPerson] = useState<z.infer<typeof Revealed> | null>(null);
  const [left, setLeft] = useState(shownSeconds);
  const request = detail.requests.find(({ id }) => id === requestId);

  useEffect(() => {
    if (!person) return;
    if (left === 0) {
      setPerson(null);
      close();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [person, left, close]);

  async function submit() {
    if (person) return close();
    const answer = await send(`/api/requests/${requestId}/reveal`, { reason }, Revealed);
    if (answer) setPerson(answer);
  }

  const masked = `${request?.callerName ?? '隐名'} ${request?.callerPhone ?? ''}`;
  if (person)
    return (
      <PanelFrame
        title="诉求人"
        hint={`${left} 秒后自动隐去；本次查看已记入审计`}
        submitWords="用毕隐去"
        busy={false}
        problem={null}
        onSubmit={close}
      >
        <p className="revealed">
          <b>{person.name ?? '未留姓名'}</b> <b>{person.phone ?? '未留号码'}</b> {person.address ?? ''}
        </p>
      </PanelFrame>
    );
  return (
    <PanelFrame
      title={`查看 ${masked}`}
      hint="写明原因后显示 60 秒；谁、何时、为何查看均记入审计"
      submitWords="查看"
      busy={busy}
      problem={problem}
      missing={reasonMissing(reason, '查看原因')}
      onSubmit={() => void submit()}
    >
      <div className="panel-line">
        <Select
          style={{ width: 220 }}
          placeholder="常用原因"
          aria-label="常用原因"
          options={reasons.map((value) => ({ value, label: value }))}
          onChange={setReason}
        />
        <Input
          autoFocus
          maxLength={200}
          placeholder="查看原因，至少 4 个字"
          aria-label="查看原因"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
    </PanelFrame>
  );
}
