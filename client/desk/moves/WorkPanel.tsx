import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { Task } from '#contracts/task.ts';
import { useSay } from '../../shared/undo.tsx';
import { uuid } from '../../shared/uuid.ts';
import { useDesk } from '../desk-context.ts';
import { PhotoAttach } from './PhotoAttach.tsx';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { openSheet } from './offers.ts';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

const steps = {
  sign: { title: '签收', submit: '签收', label: '', field: null, hint: '签收钟停，处置钟照走' },
  return: {
    title: '退单',
    submit: '确认退单',
    label: '退单理由，至少 4 个字',
    field: 'reason',
    hint: '异议期内有理由可退；第二次退单由值班长裁定',
  },
  report: {
    title: '提交反馈',
    submit: '提交反馈',
    label: '处置情况',
    field: 'text',
    hint: '按小类要求附照片；现场拍照请用手机端',
  },
  withdraw: { title: '撤回申请', submit: '撤回申请', label: '', field: null, hint: '撤回后照常办理' },
  'reply-supervision': {
    title: '回复督办单',
    submit: '提交回复',
    label: '办理情况、超时原因和完成时间',
    field: 'text',
    hint: '回复报督办人，案件照常办理',
  },
  resume: {
    title: '恢复办理',
    submit: '恢复办理',
    label: '理由，至少 4 个字',
    field: 'reason',
    hint: '承办时限从停下时的余额接着走',
  },
  appeal: {
    title: '申诉',
    submit: '提交申诉',
    label: '申诉理由与依据，至少 4 个字',
    field: 'reason',
    hint: '每案只能申诉一次，由值班长审批；批准后不计入超时统计，超时事实仍在案',
  },
} as const;
export type WorkMove = keyof typeof steps;

const missingName: Readonly<Record<string, string>> = {
  提交反馈: '处置情况',
  退单: '退单理由',
  回复督办单: '回复',
};

/** Whether the move is a step of the unit's own task. */
export function isWorkMove(move: string): move is WorkMove {
  return move in steps;
}

/** A unit's clerk takes a step of the unit's task at the desk. */
export function WorkPanel({ detail, task, move }: { detail: IncidentDetail; task: Task; move: WorkMove }) {
  const { session, close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [text, setText] = useState('');
  const [actionId] = useState(uuid);
  const [photoIds, setPhotoIds] = useState<readonly string[]>([]);
  const step = steps[move];
  const isForAnother = session.actor.unitCode !== task.unitCode;
  async function submit() {
    const body = {
      actionId,
      version: task.version,
      ...(step.field === null ? {} : { [step.field]: text.trim() }),
      ...(move === 'report' ? { photoIds } : {}),
      ...(move === 'reply-supervision' ? { supervisionId: openSheet(detail.supervisions, task.id)?.id } : {}),
    };
    if ((await send(`/api/tasks/${task.id}/${move}`, body, z.unknown())) === null) return;
    say(`已${step.title}`);
    close();
  }
  return (
    <PanelFrame
      title={`${isForAnother ? '代签' : step.title}：${task.unitName}`}
      hint={task.note === null || task.note === '' ? step.hint : `交办要求：${task.note}。${step.hint}`}
      submitWords={step.submit}
      busy={busy}
      problem={problem}
      missing={
        step.field === null
          ? null
          : reasonMissing(text, missingName[step.title] ?? '理由', move === 'report' ? 2 : 4)
      }
      onSubmit={() => void submit()}
    >
      {move === 'report' && (
        <PhotoAttach taskId={task.id} onSent={(id) => setPhotoIds((before) => [...before, id])} />
      )}
      {step.field !== null && (
        <WordsField label={step.label} maxLength={2000} value={text} onChange={setText} />
      )}
    </PanelFrame>
  );
}
