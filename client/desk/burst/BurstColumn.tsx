import { useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { BurstAnswer } from '#contracts/burst.ts';
import type { Burst } from '#contracts/burst.ts';
import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import { apiSend, errorWords } from '../../shared/api.ts';
import { formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { SeverityMark } from '../../shared/symbols.tsx';
import { useSay, useUndo } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { useSend } from '../moves/useSend.ts';

/** 归案建议: why it is one cause, which matters they are, and one key that makes them one case; the person decides. */
export function BurstColumn({
  burst,
  now,
  onDecided,
}: {
  burst: Burst;
  now: number;
  /** The parent, or null when it was refused. */
  onDecided: (incidentId: number | null) => void;
}) {
  const cache = useQueryClient();
  const say = useSay();
  const offerUndo = useUndo();
  const { busy, problem, send } = useSend(null);
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [reason, setReason] = useState('');
  const chosen = burst.children.filter(({ id }) => !left.has(id));

  async function accept() {
    if (busy || chosen.length === 0) return;
    const incidentIds = chosen.map(({ id }) => id);
    const answer = await send(`/api/bursts/${burst.id}/accept`, { incidentIds, reason }, BurstAnswer);
    if (answer === null) return;
    const skipped = answer.skipped.length > 0 ? `；${answer.skipped.join('，')}` : '';
    offerUndo({
      words: `${answer.adopted} 件已归为一案${skipped}`,
      undo: () => apiSend('POST', `/api/bursts/${burst.id}/undo`, undefined, null),
    });
    onDecided(answer.incidentId);
    void cache.invalidateQueries({ queryKey: ['bursts'] });
  }
  async function dismiss() {
    if (busy) return;
    try {
      await apiSend('POST', `/api/bursts/${burst.id}/dismiss`, { reason }, null);
      say('已判为不归并，同一批不再建议');
      onDecided(null);
    } catch (error) {
      say(errorWords(error));
    } finally {
      void cache.invalidateQueries({ queryKey: ['bursts'] });
    }
  }
  useKeys({ 'ctrl+enter': () => void accept(), x: () => void dismiss() });

  return (
    <article className="waiting" aria-label="归案建议">
      <BurstHead burst={burst} now={now} />
      <div className="waiting-scroll">
        <ul className="burst-why">
          {burst.reasons.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <h3>
          {burst.parent ? `归入 ${burst.parent.no} ${burst.parent.title}` : '另立母案，以下为其子案'}
          <small>　各派各的、各结各的，不合并</small>
        </h3>
        <ul className="burst-list">
          {burst.children.map((child) => (
            <ChildRow
              key={child.id}
              child={child}
              now={now}
              checked={!left.has(child.id)}
              onChange={() => setLeft(toggled(left, child.id))}
            />
          ))}
        </ul>
      </div>
      <div className="incident-foot">
        {problem && <p className="panel-problem">{problem.words}</p>}
        <Input
          className="burst-say"
          maxLength={500}
          placeholder="说明（可不填）"
          aria-label="说明"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <footer className="actions">
          <Button disabled={busy} onClick={() => void dismiss()}>
            不归并 <Key>X</Key>
          </Button>
          <span className="actions-space" />
          <Button type="primary" disabled={busy || chosen.length === 0} onClick={() => void accept()}>
            归为一案 {chosen.length} 件 <Key>Ctrl Enter</Key>
          </Button>
        </footer>
      </div>
    </article>
  );
}

function BurstHead({ burst, now }: { burst: Burst; now: number }) {
  const { districts } = useDesk();
  return (
    <header className="incident-head">
      <div className="incident-line">
        <h2>{burst.name}</h2>
        <span className="incident-who">归案建议（系统研判，由您决定）</span>
      </div>
      <p className="incident-facts">
        <span>{districts.get(burst.districtCode ?? '') ?? '跨县（市、区）'}</span>
        <span>{burst.categoryName}</span>
        <span>{formatNear(burst.since, now)} 起</span>
        <span>{formatNear(burst.madeAt, now)} 建议</span>
      </p>
    </header>
  );
}

function ChildRow({
  child,
  now,
  checked,
  onChange,
}: {
  child: Incident;
  now: number;
  checked: boolean;
  onChange: () => void;
}) {
  const { select } = useDesk();
  return (
    <li>
      <Checkbox checked={checked} onChange={onChange} aria-label={`归入 ${child.no}`} />
      <SeverityMark level={child.severity} size={18} />
      <button type="button" className="plain" title={child.title} onClick={() => select(`i${child.id}`)}>
        {child.title}
        {child.address !== null && <small>　{child.address}</small>}
      </button>
      <small>
        {formatNear(child.openedAt, now)} · {child.departmentName ?? '未派遣'} · {statusNames[child.status]}
      </small>
    </li>
  );
}

function toggled(left: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(left);
  if (!next.delete(id)) next.add(id);
  return next;
}
