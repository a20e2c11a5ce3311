import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useDesk } from '../desk-context.ts';
import { useCategories } from '../reference.ts';
import type { DraftPart } from './draft.ts';

type Props = {
  parts: readonly DraftPart[];
  /** The number of the first of them. */
  from: number;
  onSet: (index: number, change: Partial<DraftPart>) => void;
  onDrop: (index: number) => void;
};

/** One form for each matter of a call: its kind, words and place. */
export function PartForms({ parts, from, onSet, onDrop }: Props) {
  const { picked, setPoint, askPoint } = useDesk();
  const [pointing, setPointing] = useState<number | null>(null);
  useEffect(() => {
    if (picked === null || pointing === null) return;
    onSet(pointing, { at: picked });
    setPoint(null);
    setPointing(null);
  });
  return parts.map((part, i) => (
    // The order of a call's matters is what they are known by.
    <PartForm
      // oxlint-disable-next-line react/no-array-index-key
      key={i}
      part={part}
      no={from + i}
      isFirst={i === 0}
      pointing={pointing === i}
      onSet={(change) => onSet(i, change)}
      onPoint={() => {
        setPointing(i);
        askPoint();
      }}
      onDrop={() => onDrop(i)}
    />
  ));
}

type PartProps = {
  part: DraftPart;
  no: number;
  isFirst: boolean;
  pointing: boolean;
  onSet: (change: Partial<DraftPart>) => void;
  onPoint: () => void;
  onDrop: () => void;
};

function PartForm({ part, no, isFirst, pointing, onSet, onPoint, onDrop }: PartProps) {
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
        autoFocus={isFirst}
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
