import { Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Incident } from '#contracts/incident.ts';
import { apiSend } from '../../shared/api.ts';
import { useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 拆出: the chosen events become a matter of their own; what a person decided is never merged back by the machine. */
export function SplitPanel({ detail, chosen }: { detail: IncidentDetail; chosen: ReadonlySet<number> }) {
  const { close } = useDesk();
  const offerUndo = useUndo();
  const { busy, problem, send } = useSend(detail.id);
  const [reason, setReason] = useState('');

  async function submit() {
    const path = `/api/incidents/${detail.id}/split`;
    const apart = await send(path, { eventIds: [...chosen], reason }, Incident);
    if (apart === null) return;
    close();
    offerUndo({
      words: `已拆出 ${chosen.size} 件来件，另立 ${apart.no}`,
      undo: () =>
        apiSend(
          'POST',
          `/api/incidents/${detail.id}/absorb`,
          { incidentIds: [apart.id], reason: '拆分有误，当即并回' },
          z.unknown(),
        ),
    });
  }

  const all = chosen.size === detail.events.length;
  return (
    <PanelFrame
      title={`拆出来件（已选 ${chosen.size} 件）`}
      hint={
        all
          ? '至少留下一件来件；全部拆出等于没有拆'
          : '在上方勾选不属于本案的来件；拆出后另立一案，机器不再并回'
      }
      submitWords="确认拆出"
      busy={busy}
      problem={problem}
      missing={
        chosen.size === 0
          ? '请勾选要拆出的来件'
          : all
            ? '至少留下一件来件'
            : reasonMissing(reason, '拆分理由')
      }
      onSubmit={() => void submit()}
    >
      <Input
        maxLength={500}
        placeholder="为什么不是同一件，至少 4 个字"
        aria-label="拆分理由"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </PanelFrame>
  );
}
