import { Select } from 'antd';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useUnits } from '../reference.ts';

type Suggestion = IncidentDetail['suggestion'];

/** Which unit: the suggestion first, everything else found by typing a part of its name. */
export function UnitPicker({
  suggestion,
  returned = [],
  without,
  value,
  onChange,
}: {
  suggestion: Suggestion;
  /** Codes of units that sent the matter back: they may be chosen, knowingly. */
  returned?: readonly string[];
  /** Codes of units that have it already. */
  without?: ReadonlySet<string> | undefined;
  value: string | null;
  onChange: (unitCode: string) => void;
}) {
  const units = useUnits();
  const options = unitOptions(units.data ?? [], { suggestion, returned, without });
  return (
    <Select
      autoFocus={suggestion === null}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      aria-label="承办单位"
      placeholder="输入单位名称中的几个字"
      loading={units.isPending}
      notFoundContent={units.isError ? '单位名录未能读取，请稍候重试' : '没有这个单位'}
      options={options}
      value={value}
      onChange={onChange}
    />
  );
}

/** 协办单位: none or several, each found in the same way. */
export function CoHostPicker({
  without,
  value,
  onChange,
}: {
  without: ReadonlySet<string>;
  value: readonly string[];
  onChange: (unitCodes: string[]) => void;
}) {
  const units = useUnits();
  return (
    <Select
      mode="multiple"
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: '100%' }}
      aria-label="协办单位"
      placeholder="协办、通知的单位（可不填，可多选）"
      loading={units.isPending}
      options={unitOptions(units.data ?? [], { suggestion: null, returned: [], without })}
      value={[...value]}
      onChange={onChange}
    />
  );
}

function unitOptions(
  units: readonly { code: string; name: string }[],
  { suggestion, returned, without }: { suggestion: Suggestion; returned: readonly string[]; without: ReadonlySet<string> | undefined }, // prettier-ignore
): { value: string; label: string }[] {
  const others = units.filter(({ code }) => code !== suggestion?.unitCode && !without?.has(code));
  return [
    ...(suggestion === null ? [] : [{ value: suggestion.unitCode, label: `${suggestion.unitName}（建议）` }]),
    ...others.map(({ code, name }) => ({
      value: code,
      label: returned.includes(code) ? `${name}（已退单）` : name,
    })),
  ];
}
