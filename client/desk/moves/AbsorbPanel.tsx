import { Input } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { Incident } from '#contracts/incident.ts';
import { apiSend } from '../../shared/api.ts';
import { useSay, useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useDispatchWords } from '../reference.ts';
import { CandidateList, useCandidates } from './Candidates.tsx';
import { eventIdsOf } from './merging.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** A unit has it in hand: absorbing voids its task. */
const handedOut: readonly Incident['status'][] = ['to-sign', 'handling'];

/** 并案: chosen open matters join this one; their callers keep an answer of their own. */
export function AbsorbPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const offerUndo = useUndo();
  const wordsFor = useDispatchWords();
  const { busy, problem, send } = useSend(detail.id);
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const candidates = useCandidates(detail, text);
  const handed = candidates.filter(({ id, status }) => chosen.includes(id) && handedOut.includes(status));

  async function submit() {
    const path = `/api/incidents/${detail.id}/absorb`;
    // What a unit has already been given cannot be taken back by splitting: then no undo is promised.
    const eventIds = handed.length > 0 ? [] : await eventIdsOf(chosen).catch(() => []);
    if ((await send(path, { incidentIds: chosen, reason }, z.unknown())) === null) return;
    close();
    say(`已并入 ${chosen.length} 件`);
    if (eventIds.length > 0)
      offerUndo({
        words: `${chosen.length} 件已并入 ${detail.no}`,
        undo: () =>
          apiSend(
            'POST',
            `/api/incidents/${detail.id}/split`,
            { eventIds, reason: '并案有误，当即拆回' },
            z.unknown(),
          ),
      });
  }

  return (
    <PanelFrame
      title="把别的事件并入本案"
      hint={
        handed.length > 0
          ? `${handed.map(({ no, departmentCode, departmentName }) => `${no} 已${wordsFor(departmentCode, departmentName)}`).join('，')}，并入后该工单作废且不能撤销；宜打开那一件，把本案并进去`
          : '处置合并为一张工单；每位来电人仍各有答复、时限和回访'
      }
      submitWords={`并入 ${chosen.length} 件`}
      busy={busy}
      problem={problem}
      missing={chosen.length === 0 ? '请勾选要并入的事件' : reasonMissing(reason, '并案理由')}
      onSubmit={() => void submit()}
    >
      <CandidateList
        detail={detail}
        candidates={candidates}
        chosen={chosen}
        none="附近没有可并的未办结事件"
        text={text}
        onText={setText}
        onChosen={setChosen}
      />
      <Input
        maxLength={500}
        placeholder="为什么是同一件，至少 4 个字"
        aria-label="并案理由"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </PanelFrame>
  );
}
