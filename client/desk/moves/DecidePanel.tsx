import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { pleaNames, pleaWords } from '#contracts/plea.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

const effects = {
  extension: '批准后从现时限往后加；对群众的承诺不变',
  suspension: '批准后承办时限停走，到期自动恢复；对群众的承诺照走',
  appeal: '初审、复审由两人分别签；批准后不计入超时统计，超时事实仍在案',
} as const;

/** 审批: grants or refuses what the unit asked for, with the reason; a refusal changes nothing. */
export function DecidePanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [reason, setReason] = useState('');
  const plea = detail.pleas.find(({ state }) => state === 'asked');
  if (!plea) return null;
  const isFirst = plea.kind === 'appeal' && plea.firstAt === null;
  const missing = reasonMissing(reason, '审批意见');
  async function decide(grant: boolean) {
    if (missing !== null) return;
    const body = { version: detail.version, grant, reason: reason.trim() };
    if ((await send(`/api/incidents/${detail.id}/decide`, body, z.unknown())) === null) return;
    say(!grant ? '已退回，不予批准' : isFirst ? '已初审，待另一人复审' : '已批准');
    close();
  }
  const before = detail.pleas.filter(({ state }) => state === 'granted').map(pleaWords);
  return (
    <PanelFrame
      title={`${plea.kind !== 'appeal' ? '审批' : isFirst ? '初审' : '复审'}${pleaNames[plea.kind]}：${plea.unitName}申请${pleaWords(plea)}`}
      hint={
        <>
          {plea.askedName}：{plea.reason}。
          {plea.firstName !== null && `${plea.firstName}初审：${plea.firstWords}。`}
          {before.length > 0 && `已批准过：${before.join('、')}。`}
          {effects[plea.kind]}
        </>
      }
      submitWords={isFirst ? '初审同意' : '批准'}
      busy={busy}
      problem={problem}
      missing={missing}
      otherWay={{ words: '不予批准', onTake: () => void decide(false) }}
      onSubmit={() => void decide(true)}
    >
      <WordsField label="审批意见" placeholder="审批意见，至少 4 个字" value={reason} onChange={setReason} />
    </PanelFrame>
  );
}
