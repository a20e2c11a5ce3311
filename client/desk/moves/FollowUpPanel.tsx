import { Checkbox, Input, Radio } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { DiscontentCause, FollowUpResult, discontentNames, wasHeard } from '#contracts/request.ts';
import type { CityRequest } from '#contracts/request.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { howToReach, numberless, resultsFor } from './callers.ts';
import { PanelFrame } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 回访: what this one caller says of the outcome. Not solved opens a new round for this caller alone. */
export function FollowUpPanel({ detail, requestId }: { detail: IncidentDetail; requestId: number }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const request = detail.requests.find(({ id }) => id === requestId);
  const [result, setResult] = useState<FollowUpResult | null>(
    numberless(request) === 'yes' ? 'no-number' : null,
  );
  const [solved, setSolved] = useState<boolean | null>(null);
  const [note, setNote] = useState('');
  const matters = matterChoices(request);
  const [unsolved, setUnsolved] = useState<readonly number[]>([]);
  const heard = result === null || wasHeard(result);
  const [cause, setCause] = useState<DiscontentCause | null>(null);
  const unhappy = heard && (solved === false || result === 'dissatisfied');
  // Of one matter there is nothing to choose.
  const which = heard && solved === false && matters.length > 1;
  const missing =
    which && unsolved.length === 0
      ? '请勾选哪几件未解决'
      : missingOf({ heard, result, solved, cause: unhappy ? cause : 'none', note });

  async function submit(whenOpenNearby: 'ask' | 'apart') {
    const body = {
      result,
      solved: heard ? solved : true,
      note,
      whenOpenNearby,
      ...(unhappy && cause && { cause }),
      ...(which && { incidentIds: unsolved }),
    };
    if ((await send(`/api/requests/${requestId}/follow-up`, body, z.unknown())) === null) return;
    say(heard && solved === false ? '已登记，为此人另开一轮' : '已登记回访');
    close();
  }

  return (
    <PanelFrame
      title={`回访 ${request?.callerName ?? '隐名来电人'}`}
      hint={
        heard && solved === false
          ? '未解决：只为此人另开一轮，其他诉求人不受影响'
          : howToReach[numberless(request)]
      }
      submitWords="登记回访"
      busy={busy}
      problem={problem}
      missing={missing}
      otherWay={
        problem?.code === 'taken' ? { words: '仍单独重开', onTake: () => void submit('apart') } : null
      }
      onSubmit={() => void submit('ask')}
    >
      <div className="panel-line">
        <Radio.Group
          optionType="button"
          aria-label="是否解决"
          value={heard ? solved : null}
          options={[
            { value: true, label: '已解决' },
            { value: false, label: '未解决' },
          ]}
          onChange={(event) => {
            setSolved(z.boolean().parse(event.target.value));
            if (!heard) setResult(null);
          }}
        />
        <Radio.Group
          optionType="button"
          aria-label="评价"
          value={result}
          options={resultsFor(request)}
          onChange={(event) => setResult(FollowUpResult.parse(event.target.value))}
        />
      </div>
      {which && (
        <Checkbox.Group
          aria-label="哪几件未解决"
          value={[...unsolved]}
          options={matters}
          onChange={(ids) => setUnsolved(ids)}
        />
      )}
      {unhappy && (
        <Radio.Group
          optionType="button"
          aria-label="不满意或未解决的原因"
          value={cause}
          options={DiscontentCause.options.map((value) => ({ value, label: discontentNames[value] }))}
          onChange={(event) => setCause(DiscontentCause.parse(event.target.value))}
        />
      )}
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 1, maxRows: 4 }}
        maxLength={500}
        placeholder={unhappy && cause === 'other' ? '来电人怎么说（选“其他”须填）' : '来电人怎么说（可不填）'}
        aria-label="回访记录"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
    </PanelFrame>
  );
}

/** 一电多事: the matters that may be opened again for this caller; those out of sight are others' to open. */
function matterChoices(request: CityRequest | undefined): { value: number; label: string }[] {
  const seen = new Map(
    request?.matters.flatMap(({ incidentId, title }) =>
      incidentId === null ? [] : [[incidentId, title ?? ''] as const],
    ),
  );
  return [...seen].map(([value, label]) => ({ value, label }));
}

/** What is still to be chosen or written, in words; null when the call can be noted. */
function missingOf(said: {
  heard: boolean;
  result: FollowUpResult | null;
  solved: boolean | null;
  /** 'none': nobody is asked for one. */
  cause: DiscontentCause | 'none' | null;
  note: string;
}): string | null {
  if (!said.heard) return null;
  if (said.result === null || said.solved === null) return '请选是否解决和评价';
  if (said.cause === null) return '请选不满意或未解决的原因';
  return said.cause === 'other' && said.note.trim() === '' ? '选“其他”的，请写明来电人怎么说' : null;
}
