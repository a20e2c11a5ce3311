import { useState } from 'react';
import { Incident } from '#contracts/incident.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { dispatchModeNames } from '#contracts/dispatch-mode.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useUnits } from '../reference.ts';
import { CoHostFields, coHostBody, useModes } from './CoHostFields.tsx';
import type { CoHostDraft } from './CoHostFields.tsx';
import { PanelFrame } from './PanelFrame.tsx';
import { SeatFields, seatBody } from './SeatFields.tsx';
import type { Seat } from './SeatFields.tsx';
import { UnitPicker } from './UnitPicker.tsx';
import { useSend } from './useSend.ts';

const hints = {
  dispatch: '协办单位各有工单、时限和反馈；案件只随主办单位的反馈往前走',
  'joint-request': '商请协办：对方签收、反馈；案件只随主办单位的反馈往前走',
  notice: '联动通知：对方知悉即可，不要求反馈',
  'hand-over': '三方移交：记下对方坐席和接收时间；10 分钟没有反馈会再提醒，对方反馈后才归档',
} as const;

/** 协办、移交: one more unit, in the way in which such a unit is asked. */
export function CoHostPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [draft, setDraft] = useState<CoHostDraft | null>(null);
  const [seat, setSeat] = useState<Seat>({ seat: '', time: '' });
  const units = useUnits().data ?? [];
  const modes = useModes(draft?.unitCode ?? null, 'co-host');
  const mode = draft?.mode ?? modes[0] ?? null;
  const name = units.find(({ code }) => code === draft?.unitCode)?.name ?? '';
  const busyUnits = new Set(
    detail.tasks.filter(({ status }) => ['to-sign', 'handling', 'reported'].includes(status)).map(({ unitCode }) => unitCode), // prettier-ignore
  );

  async function submit() {
    if (draft === null) return;
    const body = {
      version: detail.version,
      ...coHostBody(draft),
      ...(mode === 'hand-over' ? seatBody(seat) : {}),
    };
    if ((await send(`/api/incidents/${detail.id}/co-host`, body, Incident)) === null) return;
    say(`已${mode === null ? '请' : dispatchModeNames[mode]}${name}`);
    close();
  }

  return (
    <PanelFrame
      title="请协办、通知、移交"
      hint={mode === null ? '输入单位名称；110、119、120 用三方移交' : hints[mode]}
      submitWords={mode === null ? '确定' : `${dispatchModeNames[mode]}${name}`}
      busy={busy}
      problem={problem}
      missing={draft === null ? '请选定单位' : null}
      onSubmit={() => void submit()}
    >
      <UnitPicker
        suggestion={null}
        without={busyUnits}
        value={draft?.unitCode ?? null}
        onChange={(unitCode) => setDraft({ unitCode, mode: null, note: draft?.note ?? '' })}
      />
      {draft !== null && <CoHostFields draft={draft} name={name} onChange={setDraft} />}
      {mode === 'hand-over' && <SeatFields value={seat} onChange={setSeat} />}
    </PanelFrame>
  );
}
