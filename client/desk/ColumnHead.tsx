import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Key } from '../shared/marks.tsx';

/** The head of what the right column shows instead of a matter: its name, what belongs to it, and how it closes. */
export function ColumnHead(props: {
  title: string;
  /** What the last step was refused with. */
  problem: string | null;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <>
      <header className="shift-head">
        <h2>{props.title}</h2>
        {props.children}
        <Button size="small" onClick={props.onClose}>
          收起 <Key>Esc</Key>
        </Button>
      </header>
      {props.problem !== null && (
        <p className="panel-problem" role="alert">
          {props.problem}
        </p>
      )}
    </>
  );
}
