import { Input, Select } from 'antd';
import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Incident } from '#contracts/incident.ts';
import { apiSend } from '../../shared/api.ts';
import { useSay, useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useDispatchWords, useUnits } from '../reference.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { returnedBy } from './returned.ts';
import { CoHostFields, coHostBody, useModes } from './CoHostFields.tsx';
import type { CoHostDraft } from './CoHostFields.tsx';
import { SeatFields, seatBody } from './SeatFields.tsx';
import type { Seat } from './SeatFields.tsx';
import { CoHostPicker, UnitPicker } from './UnitPicker.tsx';
import { useSend } from './useSend.ts';

/** 派遣: to the suggested unit with one key, or to another that is searched for. */
export function DispatchPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const offerUndo = useUndo();
  const { busy, problem, send } = useSend(detail.id);
  const wordsFor = useDispatchWords();
  const { suggestion } = detail;
  const [unitCode, setUnitCode] = useState<string | null>(suggestion?.unitCode ?? null);
  const [note, setNote] = useState('');
  const [condition, setCondition] = useState(detail.condition);
  const [coHosts, setCoHosts] = useState<readonly CoHostDraft[]>([]);
  const [seat, setSeat] = useState<Seat>({ seat: '', time: '' });
  const handOver = useModes(unitCode, 'host')[0] === 'hand-over';
  const returned = returnedBy(detail);
  const followed = suggestion !== null && unitCode === suggestion.unitCode;

  async function submit() {
    const body = {
      version: detail.version,
      unitCode,
      note: note.trim(),
      coHosts: coHosts.map(coHostBody),
      ...(handOver ? seatBody(seat) : {}),
      ...(condition === detail.condition ? {} : { condition }),
      ...(followed ? { basis: suggestion.basis } : {}),
    };
    const sent = await send(`/api/incidents/${detail.id}/dispatch`, body, Incident);
    if (sent === null) return;
    close();
    if (sent.status !== 'to-sign')
      return say(`${sent.no} 已${wordsFor(sent.departmentCode, sent.departmentName)}`);
    offerUndo({
      words: `${sent.no} 已${wordsFor(sent.departmentCode, sent.departmentName)}，签收前可撤回`,
      undo: () =>
        apiSend(
          'POST',
          `/api/incidents/${sent.id}/recall`,
          { version: sent.version, reason: '派遣有误，当即撤回' },
          Incident,
        ),
    });
  }

  return (
    <PanelFrame
      title="派遣"
      hint={
        suggestion === null
          ? returned.length > 0
            ? '职责清单所列单位已退单，请自行选定'
            : '职责清单中没有对应单位，请自行选定'
          : `建议 ${suggestion.unitName}，依据${suggestion.basis}`
      }
      submitWords={unitCode === null ? '派遣' : wordsFor(unitCode, followed ? suggestion.unitName : null)}
      busy={busy}
      problem={problem}
      missing={unitCode === null ? '请选定承办单位' : null}
      focusSubmit={suggestion !== null}
      onSubmit={() => void submit()}
    >
      {returned.map(({ unitCode: code, words }) => (
        <p key={code} className="panel-returned">
          {words}
        </p>
      ))}
      <div className="panel-line">
        <UnitPicker
          suggestion={suggestion}
          returned={returned.map((one) => one.unitCode)}
          value={unitCode}
          onChange={setUnitCode}
        />
        <Input
          maxLength={500}
          placeholder="交办要求（可不填）"
          aria-label="交办要求"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {detail.conditions.length > 1 && (
        <Select
          aria-label="立案条件"
          value={condition}
          onChange={setCondition}
          options={detail.conditions.map((one) => ({
            value: one.condition,
            label: `立案条件：${one.condition === 'default' ? '一般' : one.condition}，承办时限 ${one.limit}`,
          }))}
        />
      )}
      {handOver && <SeatFields value={seat} onChange={setSeat} />}
      <CoHosts drafts={coHosts} host={unitCode} onChange={setCoHosts} />
    </PanelFrame>
  );
}

/** 协办: nobody, or several; each is asked in its own way and told its own part. */
function CoHosts({
  drafts,
  host,
  onChange,
}: {
  drafts: readonly CoHostDraft[];
  host: string | null;
  onChange: (drafts: CoHostDraft[]) => void;
}) {
  const units = useUnits().data ?? [];
  const draftOf = (unitCode: string): CoHostDraft =>
    drafts.find((draft) => draft.unitCode === unitCode) ?? { unitCode, mode: null, note: '' };
  return (
    <>
      <CoHostPicker
        without={new Set(host === null ? [] : [host])}
        value={drafts.map(({ unitCode }) => unitCode)}
        onChange={(codes) => onChange(codes.map(draftOf))}
      />
      {drafts.map((draft) => (
        <CoHostFields
          key={draft.unitCode}
          draft={draft}
          name={units.find(({ code }) => code === draft.unitCode)?.name ?? draft.unitCode}
          onChange={(changed) => onChange(drafts.map((one) => (one === draft ? changed : one)))}
        />
      ))}
    </>
  );
}
