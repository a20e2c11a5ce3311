import { Checkbox } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { Task } from '#contracts/task.ts';
import { formatClock } from '../../shared/format.ts';
import { useSay } from '../../shared/undo.tsx';
import { uuid } from '../../shared/uuid.ts';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { SeatFields, seatBody } from './SeatFields.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

/** 移交跟踪: who took it over at 110, 119, 120, what they say, and at last that it is done. */
export function TrackPanel({ detail, task }: { detail: IncidentDetail; task: Task }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [actionId] = useState(uuid);
  const [seat, setSeat] = useState({ seat: '', time: '' });
  const [text, setText] = useState('');
  const [back, setBack] = useState(false);
  const known = task.seat !== null;
  const named = known || seat.seat.trim() !== '';
  const enough = text.trim().length >= 2 || (!known && named && !back);

  async function submit() {
    const body = { actionId, version: task.version, ...seatBody(seat), text: text.trim(), back };
    if ((await send(`/api/tasks/${task.id}/track`, body, z.unknown())) === null) return;
    say(back ? `${task.unitName}已反馈办结` : `已记${task.unitName}反馈`);
    close();
  }

  return (
    <PanelFrame
      title={`移交跟踪：${task.unitName}`}
      hint={
        known
          ? `坐席 ${task.seat}，${task.receivedAt === null ? '' : formatClock(task.receivedAt)} 接收`
          : '对方还没有接收：接通后写下坐席和时间'
      }
      submitWords={back ? '记下，对方已办结' : '记下'}
      busy={busy}
      problem={problem}
      missing={named ? (enough ? null : '请写一句对方怎么说') : '请写明对方坐席'}
      onSubmit={() => void submit()}
    >
      {!known && <SeatFields value={seat} onChange={setSeat} />}
      <WordsField
        label="对方怎么说"
        placeholder="对方怎么说，如“已出警，预计 6 分钟到场”"
        autoFocus={known}
        value={text}
        onChange={setText}
      />
      <Checkbox checked={back} onChange={({ target }) => setBack(target.checked)}>
        对方反馈已办结
      </Checkbox>
    </PanelFrame>
  );
}
