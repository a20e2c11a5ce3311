import { Drawer } from 'antd';
import { precisionFigureNames } from '#contracts/false-alarm.ts';
import { statusNames } from '#contracts/incident.ts';
import { formatDateTime, formatNumber } from '../../shared/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { useCases } from './usePrecision.ts';
import type { OpenedNumber } from './usePrecision.ts';

/** The cases behind a number; each leads to the matter at the desk. */
export function CasesDrawer({ opened, onClose }: { opened: OpenedNumber | null; onClose: () => void }) {
  return (
    <Drawer
      open={opened !== null}
      onClose={onClose}
      size={720}
      title={opened ? `${opened.name} ${precisionFigureNames[opened.figure]}` : ''}
      destroyOnHidden
    >
      {opened && <Cases opened={opened} />}
    </Drawer>
  );
}

function Cases({ opened }: { opened: OpenedNumber }) {
  const cases = useCases(opened);
  if (!cases.data)
    return cases.isError ? (
      <ErrorState error={cases.error} onRetry={() => void cases.refetch()} />
    ) : (
      <LoadingState />
    );
  const { items, total } = cases.data;
  if (items.length === 0) return <EmptyState title="没有这样的案件">数字在此期间可能已有变化。</EmptyState>;
  return (
    <>
      <p className="quiet" role="status">
        共 {formatNumber(total)} 件{opened.figure === 'quieted' && '，静默期内的告警都计在这些案件的来件里'}
        {items.length < total && `，列出最近 ${formatNumber(items.length)} 件`}
      </p>
      <ol className="precision-cases" aria-label="案件">
        {items.map((one) => (
          <li key={one.id}>
            <a href={`/desk?incident=${one.id}`}>{one.title}</a>
            <small>
              {[one.no, formatDateTime(one.openedAt), statusNames[one.status], `来件 ${one.eventCount}`].join(
                ' · ',
              )}
            </small>
          </li>
        ))}
      </ol>
    </>
  );
}
