import { Segmented, Table } from 'antd';
import type { TableColumnsType } from 'antd';
import { useState } from 'react';
import { precisionDays, precisionFigureNames, precisionNames, quietHours } from '#contracts/false-alarm.ts';
import type { PrecisionBy, PrecisionFigure, PrecisionRow } from '#contracts/false-alarm.ts';
import type { Session } from '#contracts/people.ts';
import { formatNumber, formatRate } from '../../shared/format.ts';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { CasesDrawer } from './CasesDrawer.tsx';
import { QuietTable } from './QuietTable.tsx';
import { usePrecision } from './usePrecision.ts';
import type { OpenedNumber } from './usePrecision.ts';

/** 误报治理: what is quieted now, and how often each camera, sensor and rule was right; the worst first. */
export function FalseAlarmsSection({ session }: { session: Session }) {
  const [by, setBy] = useState<PrecisionBy>('camera');
  const [opened, setOpened] = useState<OpenedNumber | null>(null);
  const precision = usePrecision(by);
  const { rows = [], total = 0 } = precision.data ?? {};
  return (
    <SectionFrame
      title="误报治理"
      about={`值班台标“误报”后，同一设备的同类告警 ${quietHours} 小时内只计数、不立案，到期自动恢复；安全类、群众来电与上报永不静默。`}
    >
      <QuietTable session={session} />
      <div className="precision-head">
        <h3>
          近 {precisionDays} 日精确率
          <small>
            属实 /（属实 + 误报），按立案计；精确率低的在前
            {total > rows.length &&
              `；以下为前 ${formatNumber(rows.length)} 行，共 ${formatNumber(total)} 行`}
          </small>
        </h3>
        <Segmented<PrecisionBy>
          aria-label="统计口径"
          options={Object.entries(precisionNames).map(([value, label]) => ({
            value: value as PrecisionBy,
            label: `按${label}`,
          }))}
          value={by}
          onChange={setBy}
        />
      </div>
      {precision.isError && rows.length === 0 ? (
        <ErrorState error={precision.error} onRetry={() => void precision.refetch()} />
      ) : (
        <Table<PrecisionRow>
          size="small"
          rowKey="code"
          loading={precision.isPending}
          dataSource={rows}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{
            emptyText: (
              <EmptyState title={`近 ${precisionDays} 日没有${precisionNames[by]}告警立案`}>
                有设备告警立案或静默计数之后，即在此列出。
              </EmptyState>
            ),
          }}
          columns={columnsOf(by, setOpened)}
        />
      )}
      <CasesDrawer opened={opened} onClose={() => setOpened(null)} />
    </SectionFrame>
  );
}

function columnsOf(by: PrecisionBy, open: (opened: OpenedNumber) => void): TableColumnsType<PrecisionRow> {
  const number = (figure: PrecisionFigure): TableColumnsType<PrecisionRow>[number] => ({
    title: precisionFigureNames[figure],
    key: figure,
    width: 96,
    align: 'right',
    render: (_, row) => (
      <NumberButton
        row={row}
        figure={figure}
        onOpen={() => open({ by, code: row.code, name: row.name, figure })}
      />
    ),
  });
  return [
    {
      title: precisionNames[by],
      key: 'name',
      ellipsis: true,
      render: (_, { name, code }) => (
        <>
          {name} {by !== 'rule' && name !== code && <span className="quiet">{code}</span>}
          {by === 'rule' && (
            <span className="quiet">{code.startsWith('camera/') ? '摄像识别' : '传感规则'}</span>
          )}
        </>
      ),
    },
    {
      title: '精确率',
      key: 'precision',
      width: 170,
      align: 'right',
      render: (_, { precision }) =>
        precision.denominator === 0 ? (
          <span className="quiet">尚无判定</span>
        ) : (
          <>
            <b>{formatRate(precision)}</b>
            {'　'}
            <span className="quiet">
              {formatNumber(precision.numerator)} / {formatNumber(precision.denominator)}
            </span>
          </>
        ),
    },
    number('filed'),
    number('confirmed'),
    number('wrong'),
    number('undecided'),
    number('quieted'),
  ];
}

/** Nothing stands behind a zero: it is no button. */
function NumberButton({
  row,
  figure,
  onOpen,
}: {
  row: PrecisionRow;
  figure: PrecisionFigure;
  onOpen: () => void;
}) {
  const value = row[figure];
  if (value === 0) return <span className="quiet">0</span>;
  return (
    <button
      type="button"
      className="plain"
      aria-label={`${row.name} ${precisionFigureNames[figure]} ${formatNumber(value)}，打开案件`}
      onClick={onOpen}
    >
      {formatNumber(value)}
    </button>
  );
}
