import { Input } from 'antd';
import { useState } from 'react';
import { Incident } from '#contracts/incident.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { UnitPicker } from './UnitPicker.tsx';
import { useSend } from './useSend.ts';

const kinds = {
  'send-verify': { what: '核实', hint: '立案前派人去看是否属实；属实即立案，不属实不予受理' },
  'send-inspect': { what: '核查', hint: '派人去看是否办好；不通过即返工。也可不派，由值班台核查' },
} as const;

/** 派核实、派核查: whom to send there to look; the township's own people first. */
export function CheckPanel({ detail, move }: { detail: IncidentDetail; move: keyof typeof kinds }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [unitCode, setUnitCode] = useState(detail.checker?.unitCode ?? null);
  const [note, setNote] = useState('');
  const { what, hint } = kinds[move];

  async function submit() {
    const body = { version: detail.version, unitCode, note: note.trim() };
    if ((await send(`/api/incidents/${detail.id}/${move}`, body, Incident)) === null) return;
    say(`已派${what}`);
    close();
  }

  return (
    <PanelFrame
      title={`派人${what}`}
      hint={detail.checker === null ? hint : `${detail.checker.unitName}：${detail.checker.basis}。${hint}`}
      submitWords={`派${what}`}
      busy={busy}
      problem={problem}
      missing={unitCode === null ? '请选定派谁去' : null}
      focusSubmit={detail.checker !== null}
      onSubmit={() => void submit()}
    >
      <div className="panel-line">
        <UnitPicker suggestion={detail.checker} value={unitCode} onChange={setUnitCode} />
        <Input
          maxLength={500}
          placeholder="要看什么（可不填）"
          aria-label="要看什么"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
    </PanelFrame>
  );
}
