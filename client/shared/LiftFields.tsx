import { Checkbox, Input } from 'antd';

/** 恢复误报静默: why, and whether the judgement itself was wrong; `asked`: whether that is a question at all. */
export function LiftFields({
  asked = true,
  reason,
  wrong,
  onReason,
  onWrong,
}: {
  asked?: boolean;
  reason: string;
  wrong: boolean;
  onReason: (reason: string) => void;
  onWrong: (wrong: boolean) => void;
}) {
  return (
    <>
      <Input
        autoFocus
        maxLength={200}
        aria-label="理由"
        placeholder="理由，至少 4 个字；记入审计"
        value={reason}
        onChange={(event) => onReason(event.target.value)}
      />
      {asked && (
        <Checkbox checked={wrong} onChange={({ target }) => onWrong(target.checked)}>
          误报认定有误，一并撤销（不再计为误报）
        </Checkbox>
      )}
    </>
  );
}
