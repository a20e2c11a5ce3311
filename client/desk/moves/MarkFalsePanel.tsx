import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import { IncidentDetail as Detail } from '#contracts/desk.ts';
import { Incident } from '#contracts/incident.ts';
import { apiGet, apiSend } from '../../shared/api.ts';
import { cityNow } from '../../shared/now.ts';
import { useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { AlarmFields, bodyOf, draftMissing, draftOf, unmarked } from './AlarmFields.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 标误报: a device was wrong, whatever becomes of the matter itself. */
export function MarkFalsePanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const offerUndo = useUndo();
  const { busy, problem, send } = useSend(detail.id);
  // What is marked meanwhile by others stays listed: the server says so.
  const [alarms] = useState(() => unmarked(detail, cityNow()));
  const [draft, setDraft] = useState(() => draftOf(alarms));

  async function submit() {
    const body = bodyOf(alarms, draft);
    if (body === null) return;
    const path = `/api/incidents/${detail.id}/mark-false`;
    if ((await send(path, { version: detail.version, ...body }, Incident)) === null) return;
    close();
    offerUndo({ words: `已标误报 ${body.alarms.length} 类告警`, undo: () => undoMarks(detail) });
  }

  return (
    <PanelFrame
      title="标误报"
      hint="案件照常办理；误报计入该设备、该规则的精确率"
      submitWords="确认标误报"
      busy={busy}
      problem={problem}
      missing={draftMissing(draft)}
      onSubmit={() => void submit()}
    >
      <AlarmFields alarms={alarms} draft={draft} onChange={setDraft} />
    </PanelFrame>
  );
}

/** Takes back the marks that this incident did not have before. */
async function undoMarks({ id, alarms: before }: IncidentDetail): Promise<void> {
  const known = new Set(before.map(({ mark }) => mark?.id));
  const { alarms } = await apiGet(`/api/incidents/${id}`, Detail);
  for (const { mark } of alarms)
    if (mark !== null && !known.has(mark.id))
      await apiSend('POST', `/api/false-alarms/${mark.id}/lift`, { reason: '标记有误，当即撤销', wrong: true }, Incident); // prettier-ignore
}
