import { Button } from 'antd';
import { Key } from '../../shared/marks.tsx';
import { PartForms } from './PartForms.tsx';
import { withoutPart } from './draft.ts';
import type { CallDraft } from './draft.ts';

type Props = { draft: CallDraft; onChange: (draft: CallDraft) => void };

/** 分件: each matter of the call by itself; one caller, one number, one answer. */
export function CallParts({ draft, onChange }: Props) {
  return (
    <>
      <p className="call-parted">
        一位来电人、{draft.parts.length} 件事：分别归并、分别办理，全部办结后一并答复。
        <Button size="small" tabIndex={-1} onClick={() => onChange({ ...draft, parts: [] })}>
          合回一件 <Key>F2</Key>
        </Button>
      </p>
      <PartForms
        parts={draft.parts}
        from={1}
        onSet={(index, change) =>
          onChange({
            ...draft,
            parts: draft.parts.map((one, i) => (i === index ? { ...one, ...change } : one)),
          })
        }
        onDrop={(index) => onChange(withoutPart(draft, index))}
      />
    </>
  );
}
