import { Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { filledTemplate, gapWords, partedAnswer } from '#contracts/answer.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { useSay } from '../../shared/undo.tsx';
import { cityNow } from '../../shared/now.ts';
import { useReplyTemplates } from '../reference.ts';
import { useDesk } from '../desk-context.ts';
import { callersOf } from './callers.ts';
import { somethingToTell } from './offers.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 即时答复办结: a consultation that needs no unit. */
export function AnswerPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [text, setText] = useState('');
  async function submit() {
    const body = { version: detail.version, text };
    if ((await send(`/api/incidents/${detail.id}/answer`, body, z.unknown())) === null) return;
    say('已答复办结');
    close();
  }
  return (
    <PanelFrame
      title="即时答复办结"
      hint="咨询类当场答复，不派单、不核查；答复以您的名义发出"
      submitWords="签发并办结"
      busy={busy}
      problem={problem}
      missing={answerMissing(text)}
      onSubmit={() => void submit()}
    >
      <AnswerField detail={detail} said={saidOf(detail)} text={text} onChange={setText} />
    </PanelFrame>
  );
}

/** Signs one draft for several callers; each keeps an answer of its own. */
export function ReplyPanel({
  detail,
  requestIds,
}: {
  detail: IncidentDetail;
  requestIds: readonly number[];
}) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  // What was signed for one caller of this round is offered for the others: no reply is typed twice.
  const [text, setText] = useState(() => firstWords(detail, requestIds));
  const [reason, setReason] = useState('');
  const [chosen, setChosen] = useState<readonly number[]>(requestIds);
  const open = new Set(detail.requests.flatMap(({ id, status }) => (status === 'open' ? [id] : [])));
  const told = detail.requests.filter(({ id }) => chosen.includes(id));
  const left = told.flatMap(({ matters }) => matters.filter(({ ended }) => !ended)).length;
  async function submit() {
    const body = { requestIds: chosen, text, ...(left > 0 && { reason }) };
    if ((await send('/api/requests/answer', body, z.unknown())) === null) return;
    say(`已答复 ${chosen.length} 位诉求人`);
    close();
  }
  return (
    <PanelFrame
      title="答复诉求人"
      hint="答复逐单留存、逐单回访，以您的名义签发"
      submitWords={`签发给 ${chosen.length} 位诉求人`}
      busy={busy}
      problem={problem}
      missing={
        chosen.length === 0
          ? '请勾选答复哪几位'
          : (answerMissing(text) ?? (left > 0 ? reasonMissing(reason, '先行答复的理由') : null))
      }
      onSubmit={() => void submit()}
    >
      <Checkbox.Group
        className="reply-people"
        value={[...chosen]}
        options={callersOf(detail.requests).filter(({ value }) => open.has(value))}
        onChange={(ids) => setChosen(ids)}
      />
      <AnswerField
        detail={{ ...detail, requests: told }}
        said={saidOf(detail)}
        text={text}
        onChange={setText}
      />
      {left > 0 && (
        <Input
          maxLength={200}
          aria-label="先行答复的理由"
          placeholder={`来电人另有 ${left} 件事未办结；确需先行答复的，请写明理由`}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </PanelFrame>
  );
}

/** Whoever told several matters is answered for all of them; else what others of this round were told, or the draft. */
function firstWords(detail: IncidentDetail, requestIds: readonly number[]): string {
  const [only, ...more] = detail.requests.filter(({ id }) => requestIds.includes(id));
  if (only && more.length === 0 && only.matters.length > 0) return partedAnswer(only.matters);
  return saidOf(detail).at(-1)?.text ?? (somethingToTell(detail) ? (detail.draft ?? '') : '');
}

/** The answers that other callers of this matter were given, each once; those of confidential callers stay theirs. */
function saidOf({ requests }: IncidentDetail): { value: string; label: string; text: string }[] {
  const seen = new Map<string, number>();
  requests.forEach(({ answer, confidential }, i) => {
    if (answer !== null && !confidential) seen.set(answer, i + 1);
  });
  return [...seen].map(([text, no]) => ({
    value: `said-${no}`,
    label: `沿用 #${no} 的答复：${text.slice(0, 30)}`,
    text,
  }));
}

function AnswerField({
  detail,
  said,
  text,
  onChange,
}: {
  detail: IncidentDetail;
  /** What other callers of the matter were told. */
  said: ReturnType<typeof saidOf>;
  text: string;
  onChange: (text: string) => void;
}) {
  const templates = (useReplyTemplates().data ?? []).filter(
    ({ categoryCode }) => categoryCode === null || categoryCode === detail.categoryCode,
  );
  return (
    <>
      {said.length + templates.length > 0 && (
        <Select
          placeholder="沿用已答复的原话，或套用模板再照实修改"
          aria-label="答复模板"
          options={[
            ...said.map(({ value, label }) => ({ value, label })),
            ...templates.map(({ code, title }) => ({ value: code, label: title })),
          ]}
          onChange={(code: string) => {
            const again = said.find(({ value }) => value === code);
            if (again) return onChange(again.text);
            const chosen = templates.find((template) => template.code === code);
            if (chosen) onChange(filledTemplate(chosen.body, detail, cityNow()));
          }}
        />
      )}
      <Input.TextArea
        autoFocus
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={2000}
        aria-label="答复内容"
        placeholder="答复内容：做了什么、结果如何、还有什么安排"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}

/** What the signed words still lack: enough of them, and no gap of the template. */
function answerMissing(text: string): string | null {
  return reasonMissing(text, '答复') ?? gapWords(text);
}
