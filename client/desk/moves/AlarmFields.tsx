import { Checkbox, Input, Select } from 'antd';
import { falseReasonNames, quietWords } from '#contracts/false-alarm.ts';
import type { FalseReason, IncidentAlarm } from '#contracts/false-alarm.ts';
import type { IncidentDetail } from '#contracts/desk.ts';

/** What is about to be marked 误报: which alarms, why, in which words. */
export type FalseDraft = { chosen: readonly string[]; why: FalseReason | null; note: string };

const keyOf = ({ source, assetId, kind }: IncidentAlarm): string => [source, assetId, kind].join(' ');

/** Alarms that no standing mark speaks of. */
export function unmarked({ alarms }: Pick<IncidentDetail, 'alarms'>, now: number): IncidentAlarm[] {
  return alarms.filter(({ mark }) => {
    if (mark === null || mark.endedAt !== null) return true;
    return mark.quietUntil !== null && Date.parse(mark.quietUntil) <= now;
  });
}

export const draftOf = (alarms: readonly IncidentAlarm[]): FalseDraft => ({
  chosen: alarms.map(keyOf),
  why: null,
  note: '',
});

/** The body of the step; null while something is missing. */
export function bodyOf(alarms: readonly IncidentAlarm[], { chosen, why, note }: FalseDraft) {
  if (why === null) return null;
  const picked = alarms.filter((alarm) => chosen.includes(keyOf(alarm)));
  return {
    alarms: picked.map(({ source, assetId, kind }) => ({ source, assetId, kind })),
    why,
    note: note.trim(),
  };
}

/** 请选择误报原因; null when the mark can be made. */
export function draftMissing({ chosen, why, note }: FalseDraft): string | null {
  if (chosen.length === 0) return '请勾选要标误报的告警';
  if (why === null) return '请选择误报原因';
  return why === 'other' && note.trim().length < 4 ? '选“其他”的，请写明原因，至少 4 个字' : null;
}

/** Each alarm with what marking it will do, said beforehand; then why it was false. */
export function AlarmFields({
  alarms,
  draft,
  onChange,
}: {
  alarms: readonly IncidentAlarm[];
  draft: FalseDraft;
  onChange: (draft: FalseDraft) => void;
}) {
  const toggle = (key: string, on: boolean): void =>
    onChange({ ...draft, chosen: on ? [...draft.chosen, key] : draft.chosen.filter((one) => one !== key) });
  return (
    <>
      <ul className="absorb-list alarm-list">
        {alarms.map((alarm) => (
          <li key={keyOf(alarm)}>
            <Checkbox
              checked={draft.chosen.includes(keyOf(alarm))}
              onChange={({ target }) => toggle(keyOf(alarm), target.checked)}
            >
              {alarm.deviceName} {alarm.kindName} <small>{quietWords(alarm)}</small>
            </Checkbox>
          </li>
        ))}
      </ul>
      <div className="panel-line">
        <Select<FalseReason>
          autoFocus
          className="alarm-why"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label="误报原因"
          placeholder="误报原因"
          value={draft.why}
          options={Object.entries(falseReasonNames).map(([value, label]) => ({
            value: value as FalseReason,
            label,
          }))}
          onChange={(why) => onChange({ ...draft, why })}
        />
        <Input
          maxLength={200}
          aria-label="误报说明"
          placeholder="说明（可不填）"
          value={draft.note}
          onChange={(event) => onChange({ ...draft, note: event.target.value })}
        />
      </div>
    </>
  );
}
