import { Button } from 'antd';
import { Key } from '../../shared/marks.tsx';
import type { BulkStep } from './BulkColumn.tsx';

/** What can be done with the rows that are checked; nothing when none is. */
export function BulkBar({
  count,
  onStep,
  onClear,
}: {
  count: number;
  onStep: (step: BulkStep) => void;
  onClear: () => void;
}) {
  if (count === 0) return null;
  return (
    <div className="bulk-bar">
      <b>已选 {count} 件</b>
      <Button size="small" onClick={() => onStep('accept')}>
        受理 <Key>A</Key>
      </Button>
      <Button size="small" onClick={() => onStep('dispatch')}>
        派遣 <Key>D</Key>
      </Button>
      <Button size="small" type="text" onClick={onClear}>
        取消
      </Button>
    </div>
  );
}
