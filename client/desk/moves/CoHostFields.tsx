import type { ReactNode } from 'react';
import { Input, Segmented } from 'antd';
import { dispatchModeNames, modesOf } from '#contracts/dispatch-mode.ts';
import type { DispatchMode } from '#contracts/dispatch-mode.ts';
import { useUnits } from '../reference.ts';

/** One co-host as it is being put together; `mode` null is the usual way to ask such a unit. */
export type CoHostDraft = { unitCode: string; mode: DispatchMode | null; note: string };

/** The ways in which a unit may be asked, the usual one first; empty while the list of units is not there. */
export function useModes(unitCode: string | null, part: 'host' | 'co-host'): DispatchMode[] {
  const unit = useUnits().data?.find(({ code }) => code === unitCode);
  return unit ? modesOf(unit, part) : [];
}

/** How this unit is asked, where there is a choice, and what it is told: each co-host has a note of its own. */
export function CoHostFields({
  draft,
  name,
  onChange,
  children,
}: {
  draft: CoHostDraft;
  name: string;
  onChange: (draft: CoHostDraft) => void;
  children?: ReactNode;
}) {
  const modes = useModes(draft.unitCode, 'co-host');
  return (
    <div className="panel-line">
      <b className="co-host-name">{name}</b>
      {modes.length > 1 && (
        <Segmented
          size="small"
          options={modes.map((mode) => ({ value: mode, label: dispatchModeNames[mode] }))}
          value={draft.mode ?? modes[0]!}
          onChange={(mode) => onChange({ ...draft, mode })}
        />
      )}
      {modes.length === 1 && <span>{dispatchModeNames[modes[0]!]}</span>}
      <Input
        maxLength={500}
        placeholder="请其做什么（可不填）"
        aria-label={`请${name}做什么`}
        value={draft.note}
        onChange={(event) => onChange({ ...draft, note: event.target.value })}
      />
      {children}
    </div>
  );
}

/** The body of a co-host for the server. */
export function coHostBody({ unitCode, mode, note }: CoHostDraft): Record<string, unknown> {
  return { unitCode, note: note.trim(), ...(mode === null ? {} : { mode }) };
}
