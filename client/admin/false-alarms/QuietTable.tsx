import { Button, Modal, Table } from 'antd';
import { useState } from 'react';
import { falseReasonNames } from '#contracts/false-alarm.ts';
import type { QuietItem } from '#contracts/false-alarm.ts';
import type { Session } from '#contracts/people.ts';
import { errorWords } from '../../shared/api.ts';
import { formatNear, formatNumber } from '../../shared/format.ts';
import { LiftFields } from '../../shared/LiftFields.tsx';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState } from '../../shared/states.tsx';
import { useSay } from '../../shared/undo.tsx';
import { useQuiets } from './usePrecision.ts';

const shortestReason = 4;
const why = `写明理由（至少 ${shortestReason} 个字）后即可恢复`;

/** 静默中: which device and kind, by whom, until when, how many were counted; 恢复 ends it with a reason. */
export function QuietTable({ session }: { session: Session }) {
  const now = useNow(30_000);
  const { list, lift } = useQuiets();
  const [lifting, setLifting] = useState<QuietItem | null>(null);
  const items = list.data?.items ?? [];
  const may = hasRight(session, 'incident.accept');
  return (
    <>
      <h3 className="item-title">静默中 {formatNumber(items.length)}</h3>
      <Table<QuietItem>
        size="small"
        rowKey="id"
        loading={list.isPending}
        dataSource={items}
        pagination={{ pageSize: 10, hideOnSinglePage: true, size: 'small' }}
        locale={{
          emptyText: list.isError ? (
            errorWords(list.error)
          ) : (
            <EmptyState title="没有静默中的设备">各设备告警均照常立案。</EmptyState>
          ),
        }}
        columns={[
          { title: '设备', dataIndex: 'deviceName', ellipsis: true },
          { title: '告警', dataIndex: 'kindName', width: 150, ellipsis: true },
          {
            title: '原因',
            key: 'why',
            width: 230,
            ellipsis: true,
            render: (_, { why, note }) => `${falseReasonNames[why]}${note === '' ? '' : `，${note}`}`,
          },
          {
            title: '标记人',
            key: 'by',
            width: 170,
            render: (_, one) => `${one.markedName} ${formatNear(one.markedAt, now)}`,
          },
          {
            title: '静默至',
            key: 'until',
            width: 110,
            render: (_, { quietUntil }) => (quietUntil === null ? '' : formatNear(quietUntil, now)),
          },
          {
            title: '已计数',
            key: 'counted',
            width: 80,
            align: 'right',
            render: (_, { counted }) => formatNumber(counted),
          },
          {
            title: '案件',
            key: 'incident',
            width: 150,
            render: (_, { incident }) => <a href={`/desk?incident=${incident.id}`}>{incident.no}</a>,
          },
          {
            title: '',
            key: 'do',
            width: 76,
            render: (_, one) =>
              may && (
                <Button size="small" onClick={() => setLifting(one)}>
                  恢复
                </Button>
              ),
          },
        ]}
      />
      {lifting && <Lift key={lifting.id} mark={lifting} lift={lift} onClose={() => setLifting(null)} />}
    </>
  );
}

type LiftProps = { mark: QuietItem; lift: ReturnType<typeof useQuiets>['lift']; onClose: () => void };

function Lift({ mark, lift, onClose }: LiftProps) {
  const say = useSay();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const tooShort = reason.trim().length < shortestReason;
  async function send() {
    setBusy(true);
    try {
      await lift(mark.id, { reason: reason.trim(), wrong });
      say('已恢复，同类告警照常立案');
      onClose();
    } catch (error) {
      say(errorWords(error));
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      title={`恢复立案：${mark.deviceName} ${mark.kindName}`}
      okText="确认恢复"
      cancelText="返回"
      okButtonProps={{ disabled: tooShort, title: tooShort ? why : '', loading: busy }}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <div className="lift-form">
        <p>已计数 {formatNumber(mark.counted)} 起；恢复后同类告警立即照常立案。</p>
        <LiftFields reason={reason} wrong={wrong} onReason={setReason} onWrong={setWrong} />
        {tooShort && <small>{why}</small>}
      </div>
    </Modal>
  );
}
