import { Button, Drawer } from 'antd';
import { dayFigureNames } from '#contracts/day-brief.ts';
import type { DayFigureName } from '#contracts/day-brief.ts';
import { formatClock, formatNumber } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { CaseLine } from '../cases/CaseLine.tsx';
import { useDayCases } from './data.ts';

type Props = { day: string; figure: DayFigureName | null; onClose: () => void };

/** The cases behind a number of the brief, beside it. */
export function DayCases({ day, figure, onClose }: Props) {
  return (
    <Drawer
      open={figure !== null}
      onClose={onClose}
      size={720}
      title={figure === null ? '' : `${day} ${dayFigureNames[figure]}`}
      destroyOnHidden
      className="cases-drawer"
    >
      {figure !== null && <Lines day={day} figure={figure} />}
    </Drawer>
  );
}

function Lines({ day, figure }: { day: string; figure: DayFigureName }) {
  const now = useNow(30_000);
  const cases = useDayCases(day, figure);
  const pages = cases.data?.pages ?? [];
  const [first] = pages;
  if (!first)
    return cases.isError ? (
      <ErrorState error={cases.error} onRetry={() => void cases.refetch()} />
    ) : (
      <LoadingState />
    );
  const items = pages.flatMap((page) => page.items);
  if (items.length === 0) return <EmptyState title="没有这样的案件" />;
  return (
    <>
      <p className="cases-count" role="status">
        共 {formatNumber(first.total)} 案，统计于 {formatClock(first.asOf)}；状态为现在的
      </p>
      <ol className="cases" aria-label="案件">
        {items.map((incident) => (
          <li key={incident.id}>
            <CaseLine line={{ kind: 'case', key: `i${incident.id}`, incident }} now={now} />
          </li>
        ))}
      </ol>
      {cases.hasNextPage && (
        <Button block loading={cases.isFetchingNextPage} onClick={() => void cases.fetchNextPage()}>
          继续列出（已列 {formatNumber(items.length)}，共 {formatNumber(first.total)}）
        </Button>
      )}
    </>
  );
}
