import { Button, Checkbox, Input, Select } from 'antd';
import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import type { z } from 'zod';
import { CallAnswer } from '#contracts/call.ts';
import type { Triage } from '#contracts/call.ts';
import { requestKindNames } from '#contracts/request.ts';
import { Key } from '../../shared/marks.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { useSend } from '../moves/useSend.ts';
import { CallParts } from './CallParts.tsx';
import { filled, parted } from './draft.ts';
import type { CallDraft } from './draft.ts';
import type { CallInHand } from './useCallDraft.ts';
import { TriageCard } from './TriageCard.tsx';

type Props = {
  call: CallInHand;
  triage: z.infer<typeof Triage> | undefined;
  now: number;
  /** `sent`: the words as they were filed. */
  onFiled: (answer: z.infer<typeof CallAnswer>, sent: CallDraft) => void;
  onCancel: () => void;
};

/** 人工快录: a call typed in. N, the words, Enter files it; Enter again dispatches to the suggested unit. */
export function CallColumn({ call, triage, now, onFiled, onCancel }: Props) {
  const { draft } = call;
  const { picked, setPoint } = useDesk();
  const { busy, problem, send } = useSend(null);
  const [missing, setMissing] = useState(false);
  const { parts } = draft;
  const set = (part: Partial<CallDraft>) => {
    setMissing(false);
    call.set({ ...draft, ...part });
  };
  const matters = triage?.matters ?? [];
  /** 分件, or back to one: the words of the whole call are kept. */
  const part = () => {
    if (parts.length > 0) return set({ parts: [] });
    if (matters.length < 2) return;
    set({ parts: parted(matters, picked) });
    setPoint(null);
  };

  async function submit() {
    if (busy) return;
    if ([draft, ...parts].some(({ text }) => text.trim().length < 2)) return setMissing(true);
    const sent = draft;
    const answer = await send(
      '/api/calls',
      { ...filled(sent), ...(parts.length > 0 ? {} : picked) },
      CallAnswer,
    );
    if (answer) onFiled(answer, sent);
  }
  const onEnter = (event: KeyboardEvent) => {
    if (event.key === 'F2') part();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  useKeys({ 'ctrl+enter': () => void submit() });

  return (
    <article className="call">
      <header className="call-head">
        <h2>补录来电</h2>
        <p>
          只有内容必填。<Key>Enter</Key> {parts.length > 0 ? `${parts.length} 件一并立案` : '立案'}，
          <Key>Shift Enter</Key> 换行，<Key>Tab</Key> 填地址
        </p>
      </header>
      {call.restored && <RestoredNote onClear={call.clear} />}
      <div className="incident-body">
        <section className="call-form" onKeyDown={onEnter}>
          {parts.length > 0 ? (
            <CallParts draft={draft} onChange={call.set} />
          ) : (
            <CallWords draft={draft} missing={missing} onSet={set} />
          )}
          <label htmlFor="call-name">来电人</label>
          <div className="panel-line">
            <Input
              id="call-name"
              maxLength={50}
              placeholder="姓名"
              autoComplete="off"
              value={draft.callerName}
              onChange={(event) => set({ callerName: event.target.value })}
            />
            <Input
              maxLength={30}
              placeholder="号码"
              aria-label="号码"
              inputMode="tel"
              autoComplete="off"
              value={draft.callerPhone}
              onChange={(event) => set({ callerPhone: event.target.value })}
            />
            <Select
              style={{ width: 120 }}
              aria-label="来件类型"
              options={Object.entries(requestKindNames).map(([value, label]) => ({ value, label }))}
              value={draft.kind}
              onChange={(kind) => set({ kind })}
            />
          </div>
          <div className="panel-line call-flags">
            <Checkbox
              checked={draft.confidential}
              onChange={({ target }) => set({ confidential: target.checked })}
            >
              保密（不上屏，不给被举报单位）
            </Checkbox>
            <Checkbox checked={draft.urgent} onChange={({ target }) => set({ urgent: target.checked })}>
              紧急
            </Checkbox>
          </div>
        </section>
        <section className="call-understood">
          <h3>系统研判，仅供参考</h3>
          <TriageCard
            triage={triage}
            now={now}
            chosen={draft.categoryCode}
            onChoose={(categoryCode) => set({ categoryCode })}
            isParted={parts.length > 0}
            onPart={part}
          />
        </section>
      </div>
      <div className="incident-foot">
        {missing && parts.length > 0 && <p className="panel-problem">请写明每一件事，或去掉空的一件</p>}
        {problem && (
          <p className="panel-problem" role="alert">
            {problem.words}
          </p>
        )}
        <CallActions busy={busy} onCancel={onCancel} onSubmit={() => void submit()} />
      </div>
    </article>
  );
}

type WordsProps = { draft: CallDraft; missing: boolean; onSet: (part: Partial<CallDraft>) => void };

/** What was said and where: the call of one matter. */
function CallWords({ draft, missing, onSet }: WordsProps) {
  const { picked, picking, askPoint } = useDesk();
  return (
    <>
      <label htmlFor="call-text">来电内容</label>
      <Input.TextArea
        id="call-text"
        autoFocus
        autoSize={{ minRows: 6, maxRows: 14 }}
        maxLength={10_000}
        status={missing ? 'error' : ''}
        placeholder="照原话记：哪里、出了什么事、有没有人受困受伤"
        value={draft.text}
        onChange={(event) => onSet({ text: event.target.value })}
      />
      {missing && <p className="panel-problem">请写明来电内容</p>}
      <label htmlFor="call-address">地址</label>
      <div className="panel-line">
        <Input
          id="call-address"
          maxLength={200}
          placeholder="路名、门牌、村名；内容里已说清可不填"
          value={draft.address}
          onChange={(event) => onSet({ address: event.target.value })}
        />
        <Button tabIndex={-1} onClick={askPoint}>
          {picking ? '请点地图' : picked ? '已点位置' : '点地图'}
        </Button>
      </div>
    </>
  );
}

function RestoredNote({ onClear }: { onClear: () => void }) {
  return (
    <p className="call-restored" role="status">
      页面曾重新载入，已恢复您刚才填写的内容；地图点位请重点。
      <Button size="small" onClick={onClear}>
        清空重填
      </Button>
    </p>
  );
}

type Actions = { busy: boolean; onCancel: () => void; onSubmit: () => void };

function CallActions({ busy, onCancel, onSubmit }: Actions) {
  return (
    <footer className="actions">
      <Button onClick={onCancel}>
        收起，内容保留 <Key>Esc</Key>
      </Button>
      <span className="actions-space" />
      <Button type="primary" loading={busy} onClick={onSubmit}>
        立案 <Key>Enter</Key>
      </Button>
    </footer>
  );
}
