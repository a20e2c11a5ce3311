import { Input, Select } from 'antd';
import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Incident } from '#contracts/incident.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

/** 督办: what is demanded, of which unit, until when it answers. It goes out at once, so it is asked twice. */
export function SupervisePanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const units = unitsOf(detail);
  const [unitCode, setUnitCode] = useState(units[0]?.value ?? null);
  const [text, setText] = useState('');
  const [answerBy, setAnswerBy] = useState('');
  const [sure, setSure] = useState(false);
  const name = units.find(({ value }) => value === unitCode)?.label ?? '';
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T): void => {
      set(value);
      setSure(false);
    };

  async function submit() {
    if (!sure) return setSure(true);
    const by = answerBy === '' ? {} : { answerBy: `${answerBy}:00+08:00` };
    const body = { version: detail.version, unitCode, text: text.trim(), ...by };
    if ((await send(`/api/incidents/${detail.id}/supervise`, body, Incident)) === null) return setSure(false);
    say(`督办单已发给${name}`);
    close();
  }

  return (
    <PanelFrame
      title="督办"
      hint={
        sure
          ? `将以您的名义发给${name}，发出后不能收回；对方回复并经解除后，案件方可结案`
          : '以您的名义发出督办单，要求单位限期书面回复；不填期限，按 1 个工作日'
      }
      submitWords={sure ? `确认发给${name}` : '签发督办单'}
      busy={busy}
      problem={problem}
      missing={missingOf(unitCode, text)}
      onSubmit={() => void submit()}
    >
      <div className="panel-line">
        <Select
          aria-label="督办单位"
          style={{ flex: 1 }}
          options={units}
          value={unitCode}
          onChange={changed(setUnitCode)}
        />
        <Input
          type="datetime-local"
          aria-label="回复期限"
          style={{ width: 220 }}
          value={answerBy}
          onChange={(event) => changed(setAnswerBy)(event.target.value)}
        />
      </div>
      <WordsField
        label="督办要求"
        placeholder="要求对方做什么，至少 10 个字"
        value={text}
        onChange={changed(setText)}
      />
    </PanelFrame>
  );
}

function missingOf(unitCode: string | null, text: string): string | null {
  if (unitCode === null) return '没有可督办的在办工单，请先派遣';
  return text.trim().length < 10 ? '请写明督办要求，至少 10 个字' : null;
}

/** Who has the matter in hand, the host first. */
function unitsOf({ tasks }: IncidentDetail): { value: string; label: string }[] {
  const open = tasks.filter(
    ({ kind, mode, status }) =>
      kind === 'handle' &&
      mode !== 'hand-over' &&
      mode !== 'notice' &&
      ['to-sign', 'handling', 'reported'].includes(status),
  );
  const hostFirst = [...open].sort((a, b) => Number(a.part === 'co-host') - Number(b.part === 'co-host'));
  return hostFirst.map(({ unitCode, unitName }) => ({ value: unitCode, label: unitName }));
}
