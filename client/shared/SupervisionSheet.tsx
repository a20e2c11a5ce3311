import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Supervision } from '#contracts/supervision.ts';
import { apiSend, errorWords } from './api.ts';
import { formatDateTime } from './format.ts';
import { useSay } from './undo.tsx';

type Act = { name: 'sign' | 'discard' | 'release'; done: string; body: object };

/** One 督办单: its words can be changed before they are signed; signing is asked twice, because it goes out. */
export function SupervisionSheet({ one }: { one: Supervision }) {
  const [text, setText] = useState(one.body);
  const [reason, setReason] = useState('');
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { busy, send } = useAct(one, setProblem);
  const needReason = (act: Act): void => {
    if (reason.trim().length < 4) return setProblem('请写明理由，至少 4 个字');
    send(act);
  };
  const words = reason.trim();
  return (
    <>
      <h3>{one.title}</h3>
      {one.state === 'draft' ? (
        <Input.TextArea
          aria-label="督办单正文"
          autoSize={{ minRows: 6, maxRows: 12 }}
          maxLength={3000}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setSure(false);
          }}
        />
      ) : (
        <p className="supervision-words">{one.body}</p>
      )}
      {one.signedAt !== null && (
        <small>
          {one.signedName} {formatDateTime(one.signedAt)} 签发
        </small>
      )}
      {one.reply !== null && (
        <p className="supervision-words">
          <b>{one.unitName}回复</b>（{one.repliedName}）：{one.reply}
        </p>
      )}
      <Input
        aria-label="理由"
        placeholder={one.state === 'draft' ? '作废理由（签发不用填）' : '解除督办的理由'}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {problem !== null && <p role="alert">{problem}</p>}
      <footer className="supervision-acts">
        {one.state === 'draft' ? (
          <>
            <Button
              disabled={busy}
              onClick={() => needReason({ name: 'discard', done: '已作废', body: { reason: words } })}
            >
              作废
            </Button>
            <Button
              type="primary"
              disabled={busy}
              onClick={() =>
                sure ? send({ name: 'sign', done: '已签发', body: { text: text.trim() } }) : setSure(true)
              }
            >
              {sure ? `确认发给${one.unitName}` : '签发'}
            </Button>
          </>
        ) : (
          <Button
            type="primary"
            disabled={busy || !mayRelease(one)}
            onClick={() => needReason({ name: 'release', done: '已解除督办', body: { reason: words } })}
          >
            {mayRelease(one) ? '解除督办' : '待单位回复'}
          </Button>
        )}
      </footer>
    </>
  );
}

/** The unit has answered, or cannot any more: the matter has gone to another. */
const mayRelease = ({ state, withUnit }: Supervision): boolean =>
  state === 'replied' || (state === 'sent' && !withUnit);

/** Sends one act; the list and the matter are read again, a refusal is said in its own words. */
function useAct(
  { id, incidentId }: Supervision,
  tell: (problem: string | null) => void,
): { busy: boolean; send: (act: Act) => void } {
  const [busy, setBusy] = useState(false);
  const cache = useQueryClient();
  const say = useSay();
  const send = ({ name, done, body }: Act): void => {
    setBusy(true);
    tell(null);
    apiSend('POST', `/api/supervisions/${id}/${name}`, body, null)
      .then(() => say(done))
      .catch((error: unknown) => tell(errorWords(error)))
      .finally(() => {
        setBusy(false);
        void cache.invalidateQueries({ queryKey: ['supervisions'] });
        void cache.invalidateQueries({ queryKey: ['incident', incidentId] });
      });
  };
  return { busy, send };
}
