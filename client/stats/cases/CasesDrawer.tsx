import { Button, Drawer } from 'antd';
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import type { Stats } from '#contracts/stats.ts';
import { formatClock, formatNumber } from '../../shared/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import type { Opened } from '../address.ts';
import { useLines } from '../data.ts';
import { CaseLine } from './CaseLine.tsx';
import { figureNames } from './names.ts';

type Props = { opened: Opened | null; rowName: string; now: number; onClose: () => void };

/** The cases behind a number, beside it. Escape leads back to the number. */
export function CasesDrawer({ opened, rowName, now, onClose }: Props) {
  return (
    <Drawer
      open={opened !== null}
      onClose={onClose}
      size={720}
      title={opened ? `${rowName} ${figureNames[opened.figure]}` : ''}
      destroyOnHidden
      className="cases-drawer"
    >
      {opened && <Lines opened={opened} now={now} />}
    </Drawer>
  );
}

function Lines({ opened, now }: { opened: Opened; now: number }) {
  const lines = useLines(opened);
  const first = lines.data?.pages[0];
  useKeptInStep(first?.asOf);
  if (!first)
    return lines.isError ? (
      <ErrorState error={lines.error} onRetry={() => void lines.refetch()} />
    ) : (
      <LoadingState />
    );
  const rows = lines.data?.pages.flatMap((page) => page.lines) ?? [];
  if (rows.length === 0)
    return (
      <EmptyState title="没有这样的案件">
        数字在此期间可能已有变化，截至 {formatClock(first.asOf, true)}
      </EmptyState>
    );
  return (
    <>
      <p className="cases-count" role="status">
        共 {formatNumber(first.total)} 件，截至 {formatClock(first.asOf, true)}
      </p>
      <ol className="cases" aria-label="案件">
        {rows.map((line) => (
          <li key={line.key}>
            <CaseLine line={line} now={now} />
          </li>
        ))}
      </ol>
      {lines.hasNextPage && (
        <Button block loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          继续列出（已列 {formatNumber(rows.length)}，共 {formatNumber(first.total)}）
        </Button>
      )}
    </>
  );
}

/** The list may be newer than the table: then the table is read again, so that number and list agree. */
function useKeptInStep(asOf: string | undefined): void {
  const cache = useQueryClient();
  useEffect(() => {
    if (asOf === undefined) return;
    const tables = cache.getQueriesData<Stats>({ queryKey: ['stats', 'table'] });
    if (tables.some(([, table]) => table && table.asOf < asOf))
      void cache.invalidateQueries({ queryKey: ['stats', 'table'] });
  }, [asOf, cache]);
}
