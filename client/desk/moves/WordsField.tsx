import { Input } from 'antd';

/** The sentence of a step: two lines that grow to five. */
export function WordsField({
  label,
  placeholder = label,
  autoFocus = true,
  maxLength = 500,
  value,
  onChange,
}: {
  label: string;
  placeholder?: string;
  autoFocus?: boolean;
  maxLength?: number;
  value: string;
  onChange: (words: string) => void;
}) {
  return (
    <Input.TextArea
      autoFocus={autoFocus}
      autoSize={{ minRows: 2, maxRows: 5 }}
      maxLength={maxLength}
      placeholder={placeholder}
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
