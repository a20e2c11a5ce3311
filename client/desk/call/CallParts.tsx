import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { Key } from '../../shared/marks.tsx';
import { useDesk } from '../desk-context.ts';
import { useCategories } from '../reference.ts';
import { withoutPart } from './draft.ts';
import type { CallDraft, DraftPart } from './draft.ts';

type Props = { draft: CallDraft; onChange: (draft: CallDraft) => void };

/** 分件: each matter of the call with its kind, words and place; one caller, one number, one answer. */
export function CallParts({ draft, onChange }: Props) {
  const { picked, setPoint, askPoint } = useDesk();
  const [pointing, setPointing] = useState<number | null>(null);
  const set = (index: number, change: Partial<DraftPart>) =>
    onChange({ ...draft, parts: draft.parts.map((one, i) => (i === index ? { ...one, ...change } : one)) });
  useEffect(() => {
    if (picked === null || pointing === null) return;
    set(pointing, { at: picked });
    setPoint(null);
    setPointing(null);
  });
  return (
    <>
      <p className="call-parted">
        一位来电人、{draft.parts.length} 件事：分别归并、分别办理，全部办结后一并答复。
        <Button size="small" tabIndex={-1} onClick={() => onChange({ ...draft, parts: [] })}>
          合回一件 <Key>F2</Key>
        </Button>
      </p>
      {draft.parts.map((part, i) => (
        // The order of a call's matters is what they are known by.
        <PartForm
          // oxlint-disable-next-line react/no-array-index-key
          key={i}
          part={part}
          no={i + 1}
          pointing={pointing === i}
          onSet={(change) => set(i, change)}
          onPoint={() => {
            setPointing(i);
            askPoint();
          }}
          onDrop={() => onChange(withoutPart(draft, i))}
        />
      ))}
    </>
  );
}

type PartProps = {
  part: DraftPart;
  no: number;
  pointing: boolean;
  onSet: (change: Partial<DraftPart>) => void;
  onPoint: () => void;
  onDrop: () => void;
};

function PartForm({ part, no, pointing, onSet, onPoint, onDrop }: PartProps) {
  const categories = useCategories();
  return (
    <fieldset className="call-part">
      <div className="panel-line">
        <b>第 {no} 件</b>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ flex: 1 }}
          aria-label={`第 ${no} 件类别`}
          loading={categories.isPending}
          options={(categories.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          value={part.categoryCode}
          onChange={(categoryCode) => onSet({ categoryCode })}
        />
        <Button tabIndex={-1} onClick={onDrop}>
          去掉
        </Button>
      </div>
      <Input.TextArea
        autoFocus={no === 1}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={10_000}
        aria-label={`第 ${no} 件内容`}
        value={part.text}
        onChange={(event) => onSet({ text: event.target.value })}
      />
      <div className="panel-line">
        <Input
          maxLength={200}
          aria-label={`第 ${no} 件地址`}
          placeholder="内容里已说清地点，可不填"
          value={part.address}
          onChange={(event) => onSet({ address: event.target.value })}
        />
        <Button tabIndex={-1} onClick={part.at === null ? onPoint : () => onSet({ at: null })}>
          {pointing ? '请点地图' : part.at === null ? '点地图' : '已点位置，撤去'}
        </Button>
      </div>
    </fieldset>
  );
}
