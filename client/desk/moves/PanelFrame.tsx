import { Button } from 'antd';
import type { FormEvent, ReactNode } from 'react';
import { Key } from '../../shared/marks.tsx';
import { useDesk } from '../desk-context.ts';
import type { Problem } from './useSend.ts';

type Props = {
  title: string;
  /** What this step does, for whom, on which basis. */
  hint?: ReactNode;
  submitWords: string;
  busy: boolean;
  problem: Problem | null;
  disabled?: boolean;
  /** Enter alone takes the step: nothing has to be filled in. */
  focusSubmit?: boolean;
  onSubmit: () => void;
  children?: ReactNode;
};

/** The foot of the incident while a step is taken: what it does, its few fields, one button bottom right. */
export function PanelFrame({
  title,
  hint,
  submitWords,
  busy,
  problem,
  disabled = false,
  focusSubmit = false,
  onSubmit,
  children,
}: Props) {
  const { close } = useDesk();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !disabled) onSubmit();
  };
  return (
    <form className="panel" onSubmit={submit} data-primary-form>
      <h3>{title}</h3>
      {hint !== undefined && <p className="panel-hint">{hint}</p>}
      {children}
      {problem && (
        <p className="panel-problem" role="alert">
          {problem.words}
        </p>
      )}
      <footer className="actions">
        <Button onClick={close}>
          返回 <Key>Esc</Key>
        </Button>
        <span className="actions-space" />
        <Button type="primary" htmlType="submit" autoFocus={focusSubmit} loading={busy} disabled={disabled}>
          {submitWords} <Key>Ctrl Enter</Key>
        </Button>
      </footer>
    </form>
  );
}
