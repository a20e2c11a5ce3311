import { useEffect, useRef } from 'react';
import type { Session } from '#contracts/people.ts';
import type { StatsBy } from '#contracts/stats.ts';
import { formatClock } from '../shared/format.ts';
import { useNow } from '../shared/now.ts';
import { ErrorState, LoadingState } from '../shared/states.tsx';
import { useAddress } from './address.ts';
import type { Opened } from './address.ts';
import { Alerts } from './Alerts.tsx';
import { CallsBack } from './CallsBack.tsx';
import { CasesDrawer } from './cases/CasesDrawer.tsx';
import { useBrief, useFigures, useTable } from './data.ts';
import { OpenerContext } from './NumberLink.tsx';
import { Sentences } from './Sentences.tsx';
import { SmallCharts } from './SmallCharts.tsx';
import { StatsHead, titleOf } from './StatsHead.tsx';
import { StatsTable } from './StatsTable.tsx';
import { Urgent } from './Urgent.tsx';

/** A unit has its own matters only: to count them by unit says nothing. */
function choicesFor({ actor }: Session): readonly [StatsBy, ...StatsBy[]] {
  if (actor.unitCode !== null) return ['category', 'district'];
  return actor.districtCode === null
    ? ['district', 'department', 'category']
    : ['department', 'category', 'district'];
}

/** 领导页: three sentences, what is red, the table, and every number a link to its cases. */
export function Stats({ session }: { session: Session }) {
  const now = useNow(5_000);
  const choices = choicesFor(session);
  const { by, opened, go } = useAddress(choices[0]);
  const brief = useBrief();
  const table = useTable(by);
  const named = useTable(opened?.by ?? by).data;
  const figures = useFigures(session).data;
  useEffect(() => {
    document.title = `${titleOf(session)} · 城运`;
  }, [session]);

  const failed = brief.error ?? table.error;
  const asOf = earlier(brief.data?.asOf, table.data?.asOf);
  const from = useRef<Element | null>(null);
  const open = (next: Opened): void => {
    from.current = document.activeElement;
    go(by, next);
  };
  const isOpen = opened !== null;
  useEffect(() => {
    // Back to the number, even when the drawer is closed before it has quite opened.
    if (!isOpen && from.current instanceof HTMLElement) from.current.focus();
  }, [isOpen]);
  return (
    <OpenerContext value={{ table: by, open }}>
      <div className="stats">
        <StatsHead session={session} asOf={asOf} figures={figures} now={now} />
        {failed !== null && asOf !== null && (
          <p className="stats-strip" role="alert">
            未能更新，以下为 {formatClock(asOf)} 的数字；正在重试
          </p>
        )}
        {brief.data && table.data ? (
          <main className="stats-columns">
            <div className="stats-main">
              <Sentences sentences={brief.data.sentences} />
              <Urgent brief={brief.data} now={now} />
              <StatsTable
                stats={table.data}
                choices={choices}
                waiting={table.isPlaceholderData}
                onChoose={(next) => go(next, null)}
              />
              <CallsBack calls={table.data.callsBack} name={table.data.total.name} />
            </div>
            <aside className="stats-side">
              <SmallCharts hourly={brief.data.hourly} finding={brief.data.finding.chart} />
              {figures && <Alerts figures={figures} now={now} />}
            </aside>
            <Notes session={session} />
          </main>
        ) : failed === null ? (
          <LoadingState words="正在统计…" fullPage />
        ) : (
          <ErrorState
            error={failed}
            onRetry={() => void Promise.all([brief.refetch(), table.refetch()])}
            fullPage
          />
        )}
        <CasesDrawer opened={opened} rowName={nameOf(opened, named)} now={now} onClose={() => go(by, null)} />
      </div>
    </OpenerContext>
  );
}

type Table = NonNullable<ReturnType<typeof useTable>['data']>;

/** The name of the row that stands open; of a row that the table does not show, nothing. */
function nameOf(opened: Opened | null, table: Table | undefined): string {
  if (opened === null || table === undefined) return '';
  if (opened.code === null) return table.total.name;
  if (opened.by !== table.by) return '';
  return table.rows.find((row) => (row.code ?? 'none') === opened.code)?.name ?? '';
}

function earlier(a: string | undefined, b: string | undefined): string | null {
  if (a === undefined || b === undefined) return a ?? b ?? null;
  return a < b ? a : b;
}

function Notes({ session }: { session: Session }) {
  return (
    <footer className="notes">
      每个数字可点开看案件；县（市、区）按行政区划代码排列，不作排名。来件按所归案件统计，待人判断的另计；应结指本月到期或办结的案件；未诉先办只计属实的。
      {session.actor.unitCode !== null && '本页只含本单位承办的案件。'}
    </footer>
  );
}
