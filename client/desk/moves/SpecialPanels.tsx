import { Button, Input } from 'antd';
import { useState } from 'react';
import { Incident } from '#contracts/incident.ts';
import type { IncidentDetail, SpecialClose } from '#contracts/desk.ts';
import { formatDateTime } from '../../shared/format.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PhotoStrip } from '../incident/Photos.tsx';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { PhotoAttach } from './PhotoAttach.tsx';
import { WordsField } from './WordsField.tsx';
import { useSend } from './useSend.ts';

/** 申请特殊结案: the first of two persons, with basis and attachment. */
export function AskSpecialPanel({ detail }: { detail: IncidentDetail }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [basis, setBasis] = useState('');
  const [photoIds, setPhotoIds] = useState<readonly string[]>([]);

  async function submit() {
    const body = { version: detail.version, basis: basis.trim(), photoIds };
    if ((await send(`/api/incidents/${detail.id}/ask-special-close`, body, Incident)) === null) return;
    say('已申请特殊结案，待另一人审批');
    close();
  }

  return (
    <PanelFrame
      title="申请特殊结案"
      hint="不能按常规办结时用：须有依据和附件，由另一人审批；单列统计，仍计入应结。批准前案件照常办理"
      submitWords="提交申请"
      busy={busy}
      problem={problem}
      missing={reasonMissing(basis, '依据') ?? (photoIds.length === 0 ? '请附上依据的照片或扫描件' : null)}
      onSubmit={() => void submit()}
    >
      <WordsField
        label="依据"
        placeholder="依据：文号、会议纪要、法律文书等"
        value={basis}
        onChange={setBasis}
      />
      <PhotoAttach taskId={null} onSent={(id) => setPhotoIds((before) => [...before, id])} />
    </PanelFrame>
  );
}

/** 审批特殊结案: the second person, who sees what the first one wrote and attached. */
export function DecideSpecialPanel({ detail, asked }: { detail: IncidentDetail; asked: SpecialClose }) {
  const { close } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);

  async function decide(pass: boolean) {
    if (!pass && reason.trim().length < 4) return setShort(true);
    const body = { version: detail.version, pass, reason: reason.trim() };
    if ((await send(`/api/incidents/${detail.id}/special-close`, body, Incident)) === null) return;
    say(pass ? '已批准，案件特殊结案' : '已退回，案件照常办理');
    close();
  }

  return (
    <PanelFrame
      title="审批特殊结案"
      hint={`${asked.askedName} ${formatDateTime(asked.askedAt)} 申请。依据：${asked.basis}`}
      submitWords="批准特殊结案"
      busy={busy}
      problem={problem}
      onSubmit={() => void decide(true)}
    >
      <PhotoStrip photos={asked.photoIds.map((id) => ({ id, words: '附件', state: 'unknown' as const }))} />
      <div className="panel-line">
        <Input
          autoFocus
          maxLength={500}
          placeholder="意见；不同意须写明理由"
          aria-label="审批意见"
          status={short ? 'error' : ''}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Button disabled={busy} onClick={() => void decide(false)}>
          不同意
        </Button>
      </div>
      {short && <p className="panel-hint">不同意须写明理由，至少 4 个字</p>}
    </PanelFrame>
  );
}
