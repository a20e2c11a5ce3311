import { useLayoutEffect, useRef } from 'react';
import type { z } from 'zod';
import type { CallAnswer, Triage } from '#contracts/call.ts';
import type { WaitingEvent } from '#contracts/desk.ts';
import type { Seat } from '#contracts/live.ts';
import type { Burst } from '#contracts/burst.ts';
import type { LiveView } from '../shared/live.ts';
import { EmptyState, ErrorState, LoadingState } from '../shared/states.tsx';
import { BurstColumn } from './burst/BurstColumn.tsx';
import { CallColumn } from './call/CallColumn.tsx';
import type { CallDraft } from './call/draft.ts';
import type { CallInHand } from './call/useCallDraft.ts';
import { useDesk } from './desk-context.ts';
import { IncidentColumn } from './incident/IncidentColumn.tsx';
import { useIncident } from './incident/useIncident.ts';
import { BulkColumn } from './queue/BulkColumn.tsx';
import type { BulkStep } from './queue/BulkColumn.tsx';
import { ShiftColumn } from './shift/ShiftColumn.tsx';
import { WaitingColumn } from './waiting/WaitingColumn.tsx';
import { WallsColumn } from './walls/WallsColumn.tsx';
import type { WallConsole } from './walls/useWallConsole.ts';

/** What the right column shows: the chosen matter, a call being typed, or several matters at once. */
export type Side =
  | { kind: 'matter' }
  | { kind: 'call' }
  | { kind: 'shift' }
  | { kind: 'burst'; id: number }
  | { kind: 'walls' }
  | { kind: 'bulk'; step: BulkStep; ids: readonly number[] };

type Props = {
  side: Side;
  selected: string | null;
  live: LiveView;
  seats: readonly Seat[];
  waiting: readonly WaitingEvent[];
  bursts: readonly Burst[];
  now: number;
  call: CallInHand;
  triage: z.infer<typeof Triage> | undefined;
  bulkKeys: boolean;
  walls: WallConsole;
  onSide: (side: Side) => void;
  onFiled: (answer: z.infer<typeof CallAnswer>, sent: CallDraft) => void;
  /** The step has been taken on these of the marked ones. */
  onBulkDone: (ids: readonly number[]) => void;
};

export function RightColumn(props: Props) {
  const { side, selected, now } = props;
  if (side.kind === 'call')
    return (
      <CallColumn
        call={props.call}
        triage={props.triage}
        now={now}
        onFiled={props.onFiled}
        onCancel={() => props.onSide({ kind: 'matter' })}
      />
    );
  if (side.kind === 'shift') return <ShiftColumn onClose={() => props.onSide({ kind: 'matter' })} />;
  if (side.kind === 'burst') return <Proposed {...props} burstId={side.id} />;
  if (side.kind === 'walls')
    return (
      <WallsColumn
        walls={props.walls}
        matter={selected?.startsWith('i') ? (props.live.rows.get(Number(selected.slice(1))) ?? null) : null}
        onClose={() => props.onSide({ kind: 'matter' })}
      />
    );
  if (side.kind === 'bulk')
    return (
      <BulkColumn
        key={side.step}
        ids={side.ids}
        step={side.step}
        onDone={props.onBulkDone}
        onClose={() => props.onSide({ kind: 'matter' })}
      />
    );
  if (selected === null)
    return (
      <article className="incident">
        <EmptyState title="没有选中的事件">按 J 选下一件，按 N 补录来电；新事件到来即列在左侧</EmptyState>
      </article>
    );
  if (selected.startsWith('w')) return <Waiting {...props} eventId={Number(selected.slice(1))} />;
  const id = Number(selected.slice(1));
  return (
    <OneIncident key={id} id={id} live={props.live} seats={props.seats} now={now} bulkKeys={props.bulkKeys} />
  );
}

function Proposed({ bursts, burstId, now, onSide }: Props & { burstId: number }) {
  const { select } = useDesk();
  const shown = useRef(true);
  useLayoutEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, [burstId]);
  const burst = bursts.find(({ id }) => id === burstId);
  if (!burst)
    return (
      <article className="incident">
        <EmptyState title="这条归案建议已有人决定，或已失效">按 Esc 返回</EmptyState>
      </article>
    );
  return (
    <BurstColumn
      key={burstId}
      burst={burst}
      now={now}
      onDecided={(incidentId) => {
        // Whoever has gone on before the answer came stays there.
        if (!shown.current) return;
        if (incidentId === null) onSide({ kind: 'matter' });
        else select(`i${incidentId}`);
      }}
    />
  );
}

function Waiting({ waiting, eventId, now, bulkKeys }: Props & { eventId: number }) {
  const { select } = useDesk();
  const shown = useRef<number | null>(null);
  useLayoutEffect(() => {
    shown.current = eventId;
    return () => {
      shown.current = null;
    };
  }, [eventId]);
  const event = waiting.find((candidate) => candidate.eventId === eventId);
  if (!event)
    return (
      <article className="incident">
        <EmptyState title="这件来件已有人判断">按 J 看下一件</EmptyState>
      </article>
    );
  return (
    <WaitingColumn
      key={eventId}
      event={event}
      now={now}
      bulkKeys={bulkKeys}
      onDecided={(incidentId) => {
        // Whoever has gone on before the answer came stays there.
        if (shown.current === eventId) select(incidentId === null ? null : `i${incidentId}`);
      }}
    />
  );
}

function OneIncident({
  id,
  live,
  seats,
  now,
  bulkKeys,
}: {
  id: number;
  live: LiveView;
  seats: readonly Seat[];
  now: number;
  bulkKeys: boolean;
}) {
  const detail = useIncident(id, live.rows.get(id)?.version ?? null);
  if (detail.data) return <IncidentColumn detail={detail.data} seats={seats} now={now} bulkKeys={bulkKeys} />;
  return (
    <article className="incident">
      {detail.isError ? (
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      ) : (
        <LoadingState words="正在读取事件…" />
      )}
    </article>
  );
}
