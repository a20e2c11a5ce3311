import { Input, Radio } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { followUpNames } from '#contracts/request.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

type Result = keyof typeof followUpNames;

/** 回访: what this one caller says of the outcome. Not solved opens a new round for this caller alone. */
export function FollowUpPanel({ detail, requestId }: { detail: IncidentDetail; requestId: number }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [result, setResult] = useState<Result | null>(null);
  const [solved, setSolved] = useState<boolean | null>(null);
  const [note, setNote] = useState('');
  const request = detail.requests.find(({ id }) => id === requestId);
  const ready = result === 'unreached' || (result !== null && solved !== null);

  async function submit(whenOpenNearby: 'ask' | 'apart') {
    const body = { result, solved: result === 'unreached' ? true : solved, note, whenOpenNearby };
    if ((await send(`/api/requests/${requestId}/follow-up`, body, z.unknown())) === null) return;
    say(solved === false ? '已登记，为此人另开一轮' : '已登记回访');
    close();
  }

  return (
    <PanelFrame
      title={`回访 ${request?.callerName ?? '隐名来电人'}`}
      hint={
        solved === false && result !== 'unreached'
          ? '未解决：只为此人另开一轮，其他诉求人不受影响'
          : '先查看号码并拨通，再登记结果'
      }
      submitWords="登记回访"
      busy={busy}
      problem={problem}
      missing={ready ? null : '请选是否解决和评价'}
      otherWay={
        problem?.code === 'taken' ? { words: '仍单独重开', onTake: () => void submit('apart') } : null
      }
      onSubmit={() => void submit('ask')}
    >
      <div className="panel-line">
        <Radio.Group
          optionType="button"
          aria-label="是否解决"
          disabled={result === 'unreached'}
          value={solved}
          options={[
            { value: true, label: '已解决' },
            { value: false, label: '未解决' },
          ]}
          onChange={(event) => setSolved(z.boolean().parse(event.target.value))}
        />
        <Radio.Group
          optionType="button"
          aria-label="评价"
          value={result}
          options={Object.entries(followUpNames).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setResult(event.target.value as Result)}
        />
      </div>
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={500}
        placeholder="来电人怎么说（可不填）"
        aria-label="回访记录"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </PanelFrame>
  );
}
