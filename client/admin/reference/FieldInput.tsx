import { DatePicker, Input, InputNumber, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { optionsOf } from '../useNames.ts';
import type { Field } from './fields.ts';
import type { InputProps } from './input-props.ts';
import { ListInput } from './ListInput.tsx';
import { otherwise, standing } from './tell.ts';

/** One field as something to fill in. Lists and groups hold further ones. */
export function FieldInput(props: InputProps) {
  const { field, value, onChange, path, faults, names } = props;
  const common = {
    id: path,
    'aria-label': field.label,
    ...(faults.has(path) ? { status: 'error' as const, 'aria-invalid': true } : {}),
  };
  switch (field.type) {
    case 'text':
      return <TextInput {...props} field={field} />;
    case 'number':
      return (
        <InputNumber
          {...common}
          controls={false}
          value={value as number | null}
          onChange={onChange}
          placeholder={rangeOf(field)}
        />
      );
    case 'flag':
      return (
        <Switch
          id={path}
          checked={value === true}
          onChange={onChange}
          checkedChildren="是"
          unCheckedChildren="否"
          aria-label={field.label}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          value={value === null ? null : String(value)}
          options={Object.entries(field.names).map(([code, label]) => ({ value: code, label }))}
          onChange={(code: string) => onChange(field.numeric ? Number(code) : code)}
        />
      );
    case 'link':
    case 'district':
      return (
        <Select
          {...common}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={field.nullable}
          placeholder={field.nullable ? (field.type === 'district' ? '全市' : '不限') : '请选择'}
          value={value as string | null}
          options={optionsOf(field.type === 'link' ? names.of(field.to) : names.districts)}
          onChange={(code: string | undefined) => onChange(code ?? null)}
        />
      );
    case 'day':
      return (
        <DatePicker
          {...common}
          allowClear={field.nullable}
          value={typeof value === 'string' && value !== '' ? dayjs(value) : null}
          onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : null)}
        />
      );
    case 'tags':
      return (
        <Select
          {...common}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', '、', ' ', '；']}
          placeholder={field.of === 'day' ? '2026-10-01，回车确认' : '逐个输入，回车确认'}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={onChange}
        />
      );
    case 'span':
      return <SpanInput {...props} />;
    case 'group':
      return <GroupInput {...props} field={field} />;
    case 'list':
      return <ListInput {...props} field={field} Input={FieldInput} />;
  }
}

function rangeOf({ min, max }: { min: number | null; max: number | null }): string {
  if (min !== null && max !== null) return `${min} 至 ${max}`;
  return min === null ? '' : `不小于 ${min}`;
}

function TextInput({ field, value, onChange, path, faults }: InputProps<Field & { type: 'text' }>) {
  const fixed = field.name === 'condition' && value === standing;
  const common = {
    id: path,
    'aria-label': field.label,
    disabled: fixed,
    value: fixed ? otherwise : ((value as string | null) ?? ''),
    ...(faults.has(path) ? { status: 'error' as const } : {}),
  };
  const change = (text: string): void => onChange(text === '' && field.nullable ? null : text);
  return field.long ? (
    <Input.TextArea
      {...common}
      autoSize={{ minRows: 1, maxRows: 12 }}
      onChange={(event) => change(event.target.value)}
    />
  ) : (
    <Input {...common} onChange={(event) => change(event.target.value)} />
  );
}

function SpanInput({ field, value, onChange, path }: InputProps) {
  const [from, to] = Array.isArray(value) ? (value as string[]) : ['', ''];
  const input = (text: string | undefined, label: string, change: (next: string) => void) => (
    <Input
      aria-label={`${field.label}${label}`}
      value={text ?? ''}
      placeholder="08:30"
      onChange={(event) => change(event.target.value)}
    />
  );
  return (
    <span className="span-input" id={path}>
      {input(from, '自', (next) => onChange([next, to ?? '']))}至
      {input(to, '至', (next) => onChange([from ?? '', next]))}
    </span>
  );
}

function GroupInput({ field, value, onChange, path, ...rest }: InputProps<Field & { type: 'group' }>) {
  const body = (value ?? {}) as Record<string, unknown>;
  return (
    <span className="group-input">
      {field.fields.map((one) => (
        <FieldInput
          key={one.name}
          {...rest}
          field={one}
          path={`${path}.${one.name}`}
          value={body[one.name]}
          onChange={(next) => onChange({ ...body, [one.name]: next })}
        />
      ))}
    </span>
  );
}
