import { Select } from 'antd';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useUnits } from '../reference.ts';

type Suggestion = IncidentDetail['suggestion'];

/** Which unit: the suggestion first, everything else found by typing a part of its name. */
export function UnitPicker({
  suggestion,
  returned = [],
  value,
  onChange,
}: {
  suggestion: Suggestion;
  /** Codes of units that sent the matter back: they may be chosen, knowingly. */
  returned?: readonly string[];
  value: string | null;
  onChange: (unitCode: string) => void;
}) {
  const units = useUnits();
  const others = (units.data ?? []).filter(({ code }) => code !== suggestion?.unitCode);
  const options = [
    ...(suggestion === null ? [] : [{ value: suggestion.unitCode, label: `${suggestion.unitName}（建议）` }]),
    ...others.map(({ code, name }) => ({
      value: code,
      label: returned.includes(code) ? `${name}（已退单）` : name,
    })),
  ];
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
