import type { InputRef } from 'antd';
import { useMemo, useRef, useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { formatNumber } from '../shared/format.ts';
import type { LiveView } from '../shared/live.ts';
import { useNow } from '../shared/now.ts';
import { hasRight } from '../shared/session.tsx';
import { useBursts } from './burst/useBursts.ts';
import { useCallDraft } from './call/useCallDraft.ts';
import { useTriage } from './call/useTriage.ts';
import { DeskContext } from './desk-context.ts';
import { DeskHead } from './head/DeskHead.tsx';
import { KeyHelp } from './KeyHelp.tsx';
import { DeskMap } from './map/DeskMap.tsx';
import { useMapView } from './map/useMapView.ts';
import type { BulkStep } from './queue/BulkColumn.tsx';
import { BulkBar } from './queue/BulkBar.tsx';
import { wholeCity } from './queue/filter.ts';
import type { Filter } from './queue/filter.ts';
import { QueueColumn } from './queue/QueueColumn.tsx';
import { useQueue, useWaiting } from './queue/useQueue.ts';
import { districtNames, useBaseMap } from './reference.ts';
import { RightColumn } from './RightColumn.tsx';
import { useAlarm } from './ring.ts';
import { useDeskKeys } from './useDeskKeys.ts';
import { useDeskTools } from './useDeskTools.ts';
import { useFeed } from './useFeed.ts';
import { useFiling } from './useFiling.ts';
import { useMarks } from './useMarks.ts';
import { useSeats } from './useSeats.ts';
import { useSide } from './useSide.ts';
import { useSelection } from './useSelection.ts';
import { useWallConsole } from './walls/useWallConsole.ts';

/** 值班台: queue, map, incident. Everything can be done from the keyboard. */
export function Desk({ session }: { session: Session }) {
  const { live, line } = useFeed();
  const now = useNow(5_000);
  const [filter, setFilter] = useState<Filter>(wholeCity);
  const call = useCallDraft(session.actor.username);
  // A call that a reload cut off lies open again.
  const [side, setSide, standing] = useSide(call.restored ? 'call' : 'matter');
  const [help, setHelp] = useState(false);
  const searchField = useRef<InputRef>(null);

  const waiting = useWaiting(hasRight(session, 'waiting.decide')).data;
  const { bursts, burst, nextBurst } = useBursts(hasRight(session, 'incident.merge'), side, setSide);
  const queue = useQueue(filter, live, now, waiting ?? none);
  const base = useBaseMap().data;
  const districts = useMemo(() => districtNames(base), [base]);
  const selection = useSelection(queue.items, filter);
  const { selected, select } = selection;
  const tools = useDeskTools(session, districts, select, setSide);
  const { checked, check, drop, uncheck, stretch, range } = useMarks(selection, queue.items, tools.select);
  const step = (by: 1 | -1) => {
    const to = selection.next(by);
    if (to) tools.select(to.key);
  };
  const file = useFiling(tools, setSide, standing);
  const open = side.kind === 'matter' && selected?.startsWith('i') ? Number(selected.slice(1)) : null;
  const seats = useSeats(line, open, tools.panel !== null);
  const triage = useTriage(side.kind === 'call' ? call.draft : null, tools.picked).data;
  const view = useMapView({
    queue,
    live,
    selected,
    waiting: waiting ?? none,
    triage: side.kind === 'call' ? triage : undefined,
    burst,
    picked: tools.picked,
  });

  const { silent } = useAlarm(live, queue.items, hasRight(session, 'danger.confirm'));

  const walls = useWallConsole(session);
  const bulk = (step: BulkStep) => setSide({ kind: 'bulk', step, ids: [...checked] });
  useDeskKeys({
    tools,
    side,
    selected,
    checkedCount: checked.size,
    putOnWalls: () => void walls.putUp(Number(selected?.slice(1))),
    step,
    stretch,
    check,
    uncheck,
    bulk,
    setSide,
    setHelp,
    nextBurst,
    search: () => searchField.current?.focus(),
  });

  return (
    <DeskContext value={tools}>
      <div className="desk">
        <DeskHead
          session={session}
          waiting={waiting?.length ?? 0}
          bursts={bursts.length}
          live={live}
          silentRing={silent}
          onKeys={() => setHelp(true)}
          onBurst={nextBurst}
          onSide={setSide}
        />
        <main className="desk-columns">
          <div className="desk-queue">
            <QueueColumn
              queue={queue}
              filter={filter}
              districts={districts}
              counts={countWords(live, now)}
              selected={selected}
              checked={checked}
              now={now}
              searchField={searchField}
              onFilter={setFilter}
              onSelect={tools.select}
              onRange={range}
              onCheck={check}
            />
            <BulkBar count={checked.size} onStep={bulk} onClear={uncheck} />
          </div>
          <DeskMap {...view} />
          <RightColumn
            side={side}
            selected={selected}
            live={live}
            seats={seats}
            waiting={waiting ?? none}
            bursts={bursts}
            now={now}
            call={call}
            triage={triage}
            bulkKeys={checked.size > 0}
            walls={walls}
            onSide={setSide}
            onFiled={(answer, sent) => {
              const more = call.filed(sent);
              // The point on the map belonged to the call that was filed.
              if (more) tools.setPoint(null);
              else tools.close();
              void file(answer, more);
            }}
            onBulkDone={drop}
          />
        </main>
        {help && <KeyHelp onClose={() => setHelp(false)} />}
      </div>
    </DeskContext>
  );
}

/** The open matters that this person may see, and how many of them are past their time. */
function countWords({ rows, asOf }: LiveView, now: number): string {
  // Before the first word of the feed nothing is known: no 0 that would read as calm.
  if (asOf === null) return '在办数正在读取…';
  const late = [...rows.values()].filter(({ dueAt }) => dueAt !== null && Date.parse(dueAt) < now).length;
  return `在办 ${formatNumber(rows.size)}　超时 ${formatNumber(late)}`;
}

const none: readonly never[] = [];
