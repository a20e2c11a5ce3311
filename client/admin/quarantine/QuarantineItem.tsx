import { Alert, App, Button, Descriptions, Drawer, Input } from 'antd';
import { useState } from 'react';
import { sourceNames } from '#contracts/incident.ts';
import type { QuarantineRow } from '#contracts/desk.ts';
import { errorWords } from '../../shared/api.ts';
import { formatDateTime } from '../../shared/format.ts';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { useDecide, useItem } from './useQuarantine.ts';
import { codeHelp, codeName, stateNames } from './words.ts';

type Props = { row: QuarantineRow; mayDecide: boolean; onClose: () => void };
const shortestNote = 4;

/** One item that was kept back: why, what it says (masked), and what to do with it. */
export function QuarantineItem({ row, mayDecide, onClose }: Props) {
  const item = useItem(row.id);
  const decide = useDecide();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const send = async (why: string | null): Promise<void> => {
    setRefusal(null);
    try {
      const answer = await decide.mutateAsync({ id: row.id, note: why });
      if (answer?.accepted === 0)
        void message.warning('重放后仍被退回，已另记一条待处理；请更正后由平台重发，或写明理由作废', 6);
      else void message.success(answer ? '已重放，来件已受理' : '已作废，理由已入审计');
      onClose();
    } catch (error) {
      setRefusal(errorWords(error));
    }
  };
  return (
    <Drawer
      open
      size={720}
      onClose={onClose}
      title={`隔离记录 #${row.id}　${codeName(row.code)}`}
      footer={
        row.state === 'open' && mayDecide ? (
          <div className="editor-foot">
            <Input
              aria-label="作废理由"
              placeholder="作废理由，至少 4 个字"
              maxLength={200}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
            <Button
              disabled={note.trim().length < shortestNote}
              loading={decide.isPending}
              onClick={() => void send(note.trim())}
            >
              作废
            </Button>
            <Button type="primary" loading={decide.isPending} onClick={() => void send(null)}>
              重放
            </Button>
          </div>
        ) : undefined
      }
    >
      {refusal !== null && <Alert type="error" showIcon title={refusal} className="editor-refusal" />}
      <Descriptions
        size="small"
        column={2}
        items={[
          { label: '来源', children: sourceNames[row.source] ?? row.source },
          { label: '收到', children: formatDateTime(row.receivedAt) },
          { label: '编号', children: row.key ?? '—' },
          { label: '设备', children: row.deviceId ?? '—' },
          { label: '原因', span: 2, children: row.message },
          { label: '怎么办', span: 2, children: codeHelp(row.code) },
          {
            label: '状态',
            span: 2,
            children:
              row.decidedAt === null
                ? stateNames[row.state]
                : `${stateNames[row.state]}，${formatDateTime(row.decidedAt)} ${row.decidedBy ?? ''}`,
          },
        ]}
      />
      <h3 className="item-title">原件（个人信息已打码）</h3>
      {item.data ? (
        <pre className="item-body">{pretty(item.data.item ?? '')}</pre>
      ) : item.isError ? (
        <ErrorState error={item.error} onRetry={() => void item.refetch()} />
      ) : (
        <LoadingState />
      )}
    </Drawer>
  );
}

/** JSON in lines; what is no JSON stays as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
