import { Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { dayFigureNames } from '#contracts/day-brief.ts';
import type { DayBrief, DayFigureName } from '#contracts/day-brief.ts';
import type { Session } from '#contracts/people.ts';
import { formatClock, formatDateTime, formatNumber } from '../../shared/format.ts';
import { PageHead } from '../../shared/PageHead.tsx';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { useDayBrief, useDays } from './data.ts';
import { DayCases } from './DayCases.tsx';
import { DayWords } from './DayWords.tsx';

/** 昨夜今晨: one page of 08:00 to 08:00; every number opens its cases, the words are signed by a person. */
export function DayBriefPage({ session }: { session: Session }) {
  const days = useDays();
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? days.data?.[0];
  const brief = useDayBrief(day);
  useEffect(() => {
    document.title = '昨夜今晨 · 城运';
  }, []);
  const failed = days.error ?? brief.error;
  return (
    <div className="stats">
      <PageHead
        title="昨夜今晨"
        session={session}
        tools={
          day !== undefined && (
            <Select
              size="small"
              aria-label="日期"
              value={day}
              options={(days.data ?? []).map((one) => ({ value: one, label: one }))}
              onChange={setChosen}
            />
          )
        }
      >
        <a href="/stats">回到统计</a>
      </PageHead>
      {brief.data ? (
        <OneBrief key={brief.data.day} session={session} brief={brief.data} />
      ) : failed ? (
        <ErrorState
          error={failed}
          onRetry={() => void Promise.all([days.refetch(), brief.refetch()])}
          fullPage
        />
      ) : days.data?.length === 0 ? (
        <EmptyState title="还没有快报">每日 07:30 自动生成 8 时至 8 时的快报，08:00 后数字定稿</EmptyState>
      ) : (
        <LoadingState fullPage />
      )}
    </div>
  );
}

function OneBrief({ session, brief }: { session: Session; brief: DayBrief }) {
  const [figure, setFigure] = useState<DayFigureName | null>(null);
  const path = `/api/day-briefs/${brief.day}`;
  return (
    <main className="day-brief">
      <header>
        <h2>
          {formatDateTime(brief.from)} 至 {formatDateTime(brief.to)}
          <small>
            数字截至 {formatClock(brief.asOf)}，
            {brief.state === 'signed'
              ? `${brief.signedName}签发`
              : brief.editedName === null
                ? '系统拟稿，未签发'
                : `${brief.editedName}已改，未签发`}
          </small>
        </h2>
        <Button href={`${path}/print`} target="_blank">
          打印 A4
        </Button>
        <Button href={`${path}/docx`}>导出 docx</Button>
      </header>
      <ul className="day-figures">
        {brief.figures.map(({ name, count, part, cases }) => (
          <li key={name}>
            <button
              type="button"
              className="plain"
              disabled={cases === 0}
              aria-label={`${dayFigureNames[name]} ${formatNumber(count)}，打开案件`}
              onClick={() => setFigure(name)}
            >
              <b>{formatNumber(count)}</b>
            </button>
            <span>{dayFigureNames[name]}</span>
            <small>{part === null ? ' ' : `${part.name} ${formatNumber(part.count)}`}</small>
          </li>
        ))}
      </ul>
      <DayWords
        brief={brief}
        mayEdit={hasRight(session, 'brief.edit')}
        maySign={hasRight(session, 'brief.sign')}
      />
      <DayCases day={brief.day} figure={figure} onClose={() => setFigure(null)} />
    </main>
  );
}
