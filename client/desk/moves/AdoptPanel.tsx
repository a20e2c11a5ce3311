import { Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { CandidateList, useCandidates } from './Candidates.tsx';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 挂子案: chosen open matters become children of this one; each keeps its own unit, clocks and end. */
export function AdoptPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const known = new Set(detail.kin.children.map(({ id }) => id));
  const candidates = useCandidates(detail, text).filter(
    ({ id, parentId }) => parentId === null && !known.has(id),
  );

  async function submit() {
    const path = `/api/incidents/${detail.id}/adopt`;
    if ((await send(path, { incidentIds: chosen, reason }, z.unknown())) === null) return;
    close();
    say(`已挂 ${chosen.length} 件子案`);
  }

  return (
    <PanelFrame
      title="把别的事件挂为本案的子案"
      hint="同一起因、各有现场：各派各的、各结各的，不合并；挂错可在子案上脱离"
      submitWords={`挂为子案 ${chosen.length} 件`}
      busy={busy}
      problem={problem}
      missing={chosen.length === 0 ? '请勾选要挂的事件' : reasonMissing(reason, '起因')}
      onSubmit={() => void submit()}
    >
      <CandidateList
        detail={detail}
        candidates={candidates}
        chosen={chosen}
        none="附近没有可挂的未办结事件"
        text={text}
        onText={setText}
        onChosen={setChosen}
      />
      <Input
        maxLength={500}
        placeholder="共同的起因，如“端州短时强降雨”，至少 4 个字"
        aria-label="共同的起因"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </PanelFrame>
  );
}
