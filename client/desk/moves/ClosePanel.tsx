import { Checkbox } from 'antd';
import { useState } from 'react';
import { Incident, doneStatuses, statusNames } from '#contracts/incident.ts';
import type { IncidentDetail, Kin } from '#contracts/desk.ts';
import { apiSend, errorWords } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';
import { reasonSteps } from './words.ts';

const ready = ({ status }: Kin): boolean => status === 'to-close';

/** 母案结案: its children are proposed and never forced; those that are not checked go on by themselves. */
export function ClosePanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const step = reasonSteps['close']!;
  const open = detail.kin.children.filter(({ status }) => !doneStatuses.includes(status));
  const able = open.filter(ready);

  async function submit() {
    const body = step.body(detail, reason.trim());
    if ((await send(step.path(detail), body, Incident)) === null) return;
    const left: string[] = [];
    for (const child of open.filter(({ id }) => chosen.includes(id))) {
      const said = { version: child.version, reason: reason.trim() || `随母案 ${detail.no} 结案` };
      await apiSend('POST', `/api/incidents/${child.id}/close`, said, Incident).catch((error: unknown) =>
        left.push(`${child.no} ${errorWords(error)}`),
      );
    }
    say(left.length > 0 ? `母案已结案；${left.join('；')}` : '已结案');
    close();
  }

  return (
    <PanelFrame
      title="母案结案"
      hint={
        open.length === 0
          ? '子案均已办结'
          : `尚有 ${open.length} 件子案未结，可勾选已核查的一并结案；不勾的各自继续办理`
      }
      submitWords={chosen.length > 0 ? `结案，并结子案 ${chosen.length} 件` : '确认结案'}
      busy={busy}
      problem={problem}
      missing={detail.status === 'inspecting' ? reasonMissing(reason, '核查情况', 2) : null}
      onSubmit={() => void submit()}
    >
      {able.length > 1 && (
        <Checkbox
          checked={chosen.length === able.length}
          onChange={({ target }) => setChosen(target.checked ? able.map(({ id }) => id) : [])}
        >
          全选待结案的 {able.length} 件
        </Checkbox>
      )}
      {open.length > 0 && (
        <ul className="absorb-list">
          {open.map((child) => (
            <li key={child.id}>
              <Checkbox
                disabled={!ready(child)}
                checked={chosen.includes(child.id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, child.id] : chosen.filter((id) => id !== child.id))
                }
              >
                {child.no} {child.title} <small>{statusNames[child.status]}</small>
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      <WordsField label={step.label} value={reason} onChange={setReason} />
    </PanelFrame>
  );
}
