import { Input } from 'antd';
import { useState } from 'react';
import { Incident } from '#contracts/incident.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { returnedBy } from './returned.ts';
import { UnitPicker } from './UnitPicker.tsx';
import { useSend } from './useSend.ts';

const steps = {
  rule: {
    title: '裁定',
    label: '依据',
    done: '已裁定，记入职责清单',
    hint: '裁定记入职责清单，下次同点同类直接派给该单位；裁定前由首接单位先办',
  },
  redispatch: {
    title: '改派',
    label: '理由',
    done: '已改派',
    hint: '原单位的工单作废，承办时限由新单位重算；对群众的承诺不变',
  },
} as const;

/** 裁定、改派: whose it is from now on, and why. */
export function OtherUnitPanel({ detail, move }: { detail: IncidentDetail; move: keyof typeof steps }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [unitCode, setUnitCode] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const { title, label, done, hint } = steps[move];
  const returned = returnedBy(detail);

  async function submit() {
    const why = move === 'rule' ? { basis: words.trim() } : { reason: words.trim() };
    const body = { version: detail.version, unitCode, ...why };
    if ((await send(`/api/incidents/${detail.id}/${move}`, body, Incident)) === null) return;
    say(done);
    close();
  }

  return (
    <PanelFrame
      title={title}
      hint={hint}
      submitWords={title}
      busy={busy}
      problem={problem}
      missing={unitCode === null ? '请选定承办单位' : reasonMissing(words, label)}
      onSubmit={() => void submit()}
    >
      {returned.map(({ unitCode: code, words: said }) => (
        <p key={code} className="panel-returned">
          {said}
        </p>
      ))}
      <div className="panel-line">
        <UnitPicker
          suggestion={null}
          returned={returned.map((one) => one.unitCode)}
          value={unitCode}
          onChange={setUnitCode}
        />
        <Input
          maxLength={200}
          placeholder={`${label}，至少 4 个字`}
          aria-label={label}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </PanelFrame>
  );
}
