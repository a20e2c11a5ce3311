import { useState } from 'react';
import type { FalseAlarm } from '#contracts/false-alarm.ts';
import { Incident } from '#contracts/incident.ts';
import { LiftFields } from '../../shared/LiftFields.tsx';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 恢复: the device files again at once; where the judgement itself was wrong it is taken back. */
export function LiftPanel({ mark, running }: { mark: FalseAlarm; running: boolean }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(mark.incidentId);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(!running);

  async function submit() {
    const body = { reason: reason.trim(), wrong };
    if ((await send(`/api/false-alarms/${mark.id}/lift`, body, Incident)) === null) return;
    say(wrong ? '已撤销误报认定' : '已恢复，同类告警照常立案');
    close();
  }

  return (
    <PanelFrame
      title={running ? '恢复立案' : '撤销误报认定'}
      hint={`${mark.deviceName} ${mark.kindName}：${running ? `已计数 ${mark.counted} 起，恢复后同类告警立即照常立案` : '不再计为误报'}`}
      submitWords={running ? '确认恢复' : '确认撤销'}
      busy={busy}
      problem={problem}
      missing={reasonMissing(reason, '理由')}
      onSubmit={() => void submit()}
    >
      <LiftFields asked={running} reason={reason} wrong={wrong} onReason={setReason} onWrong={setWrong} />
    </PanelFrame>
  );
}
