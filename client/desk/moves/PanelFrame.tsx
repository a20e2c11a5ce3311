import { Button } from 'antd';
import { useLayoutEffect, useRef, useState } from 'react';
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
  /** What still has to be filled in or chosen; null when the step can be taken. */
  missing?: string | null;
  /** Enter alone takes the step: nothing has to be filled in. */
  focusSubmit?: boolean;
  /** Another way to take the step, offered after a refusal that leaves it to the person. */
  otherWay?: { words: string; onTake: () => void } | null;
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
  missing = null,
  focusSubmit = false,
  otherWay = null,
  onSubmit,
  children,
}: Props) {
  const { close } = useDesk();
  const submitButton = useRef<HTMLButtonElement>(null);
  // When the panel opens, and never again. The button's own autoFocus comes after the paint: an Enter that was pressed
  // at once would be lost.
  useLayoutEffect(() => {
    if (focusSubmit) submitButton.current?.focus();
  }, []);
  const [tried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!busy && missing === null) onSubmit();
  };
  const words = tried && missing !== null ? missing : (problem?.words ?? null);
  return (
    <form className="panel" onSubmit={submit} data-primary-form>
      <h3>{title}</h3>
      {hint !== undefined && <p className="panel-hint">{hint}</p>}
      {children}
      {words !== null && (
        <p className="panel-problem" role="alert">
          {words}
        </p>
      )}
      <footer className="actions">
        <Button onClick={close}>
          返回 <Key>Esc</Key>
        </Button>
        <span className="actions-space" />
        {otherWay && <Button onClick={otherWay.onTake}>{otherWay.words}</Button>}
        <Button type="primary" htmlType="submit" ref={submitButton} loading={busy}>
          {submitWords} <Key>Ctrl Enter</Key>
        </Button>
      </footer>
    </form>
  );
}

/** 请填写更正依据，至少 4 个字; null when the text is long enough. */
export function reasonMissing(text: string, name: string, least = 4): string | null {
  return text.trim().length >= least ? null : `请填写${name}，至少 ${least} 个字`;
}
