import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { sourceNames } from '#contracts/incident.ts';
import type { Seat } from '#contracts/live.ts';
import { useSay } from '../../shared/undo.tsx';
import { Key } from '../../shared/marks.tsx';
import { hasRight } from '../../shared/session.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { MovePanel } from '../moves/MovePanel.tsx';
import { Overtaken } from '../moves/Overtaken.tsx';
import { offersOf, waitsFor } from '../moves/offers.ts';
import type { Offer } from '../moves/offers.ts';
import { useSend } from '../moves/useSend.ts';
import { ActionBar } from './ActionBar.tsx';
import { Clocks } from './Clocks.tsx';
import { DangerStrip } from './DangerStrip.tsx';
import { DraftAnswer } from './DraftAnswer.tsx';
import { EventList } from './EventList.tsx';
import { IncidentHead } from './IncidentHead.tsx';
import { IncidentPhotos } from './Photos.tsx';
import { Quieted } from './Quieted.tsx';
import { ParentEnd } from './ParentEnd.tsx';
import { RequestList } from './RequestList.tsx';
import { Seats } from './Seats.tsx';
import { Supervised } from './Supervised.tsx';
import { Timeline } from './Timeline.tsx';
import { Work } from './Work.tsx';
import { WhySame } from './WhySame.tsx';

type Tab = 'requests' | 'events';

/** One incident: who calls, why it is one matter, what has happened, and the next step bottom right. */
export function IncidentColumn({
  detail,
  seats,
  now,
  bulkKeys,
}: {
  detail: IncidentDetail;
  seats: readonly Seat[];
  now: number;
  /** Rows are checked: A and D belong to all of them. */
  bulkKeys: boolean;
}) {
  const { session, panel, open } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const [tab, setTab] = useState<Tab>(detail.requests.length > 0 ? 'requests' : 'events');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { primary, others } = unkeyed(offersOf(detail, session), bulkKeys ? 'AD' : '');
  const splitting = panel?.kind === 'move' && panel.move === 'split';
  const corrects = panel === null && others.find(({ id }) => id === 'correct');
  const maySplit = detail.events.length > 1 && hasRight(session, 'incident.merge');

  async function take(offer: Offer) {
    if (offer.id === 'split') return beginSplit();
    if (offer.panel !== null) return open(offer.panel);
    if (
      (await send(`/api/incidents/${detail.id}/${offer.id}`, { version: detail.version }, z.unknown())) !==
      null
    )
      say(`已${offer.name}`);
  }
  function beginSplit() {
    setTab('events');
    setChosen(new Set());
    open({ kind: 'move', move: 'split' });
  }
  const keyed = [...others, ...(primary ? [primary] : [])].filter(({ key }) => key !== null);
  useKeys(
    panel === null
      ? {
          ...Object.fromEntries(
            keyed.map((offer) => [offer.key?.toLowerCase() ?? '', () => void take(offer)]),
          ),
          ...(primary ? { 'ctrl+enter': () => void take(primary) } : {}),
        }
      : {
          'ctrl+enter': () =>
            document.querySelector<HTMLFormElement>('form[data-primary-form]')?.requestSubmit(),
        },
  );

  const showing: Tab = splitting ? 'events' : tab;
  return (
    <article className="incident">
      <IncidentHead detail={detail} now={now} onCorrect={corrects ? () => void take(corrects) : null} />
      <Seats seats={seats} />
      <DangerStrip detail={detail} />
      <Clocks detail={detail} now={now} />
      <ParentEnd detail={detail} />
      <Supervised detail={detail} now={now} />
      <Quieted detail={detail} now={now} />
      <div className="incident-body">
        <section className="incident-said">
          <Tabs detail={detail} tab={showing} onTab={setTab} />
          <div className="incident-scroll">
            {showing === 'requests' ? (
              <RequestList detail={detail} now={now} />
            ) : (
              <EventList
                events={detail.events}
                now={now}
                split={splitting ? { chosen, toggle: (id) => setChosen(toggled(chosen, id)) } : null}
              />
            )}
            <WhySame
              detail={detail}
              onEvents={() => setTab('events')}
              onSplit={maySplit && panel === null ? beginSplit : null}
            />
          </div>
        </section>
        <section className="incident-course">
          <h3>
            经过 <small>蓝点为人的决定</small>
          </h3>
          <Work detail={detail} now={now} />
          <Timeline history={detail.history} />
          <IncidentPhotos detail={detail} />
        </section>
      </div>
      <div className="incident-foot">
        {problem && <p className="panel-problem">{problem.words}</p>}
        {panel === null ? (
          <>
            {primary?.id === 'reply' && <DraftAnswer draft={detail.draft} />}
            <ActionBar
              key={detail.id}
              primary={primary}
              others={others}
              waits={waitsFor(detail, primary)}
              busy={busy}
              onTake={(offer) => void take(offer)}
            />
          </>
        ) : (
          <>
            <Overtaken detail={detail} move={panel.kind === 'move' ? panel.move : null} />
            <MovePanel detail={detail} chosen={chosen} />
          </>
        )}
      </div>
    </article>
  );
}

/** The same offers; those whose key belongs to something else now have none. */
function unkeyed(
  { primary, others }: ReturnType<typeof offersOf>,
  taken: string,
): ReturnType<typeof offersOf> {
  const without = (offer: Offer): Offer =>
    offer.key !== null && taken.includes(offer.key) ? { ...offer, key: null } : offer;
  return { primary: primary && without(primary), others: others.map(without) };
}

function Tabs({ detail, tab, onTab }: { detail: IncidentDetail; tab: Tab; onTab: (tab: Tab) => void }) {
  const sources = Object.entries(detail.sources)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  useKeys({ w: () => onTab(tab === 'events' ? 'requests' : 'events') });
  return (
    <div className="tabs" role="tablist">
      <button type="button" role="tab" aria-selected={tab === 'requests'} onClick={() => onTab('requests')}>
        诉求 {detail.requests.length}，逐单答复
      </button>
      <button type="button" role="tab" aria-selected={tab === 'events'} onClick={() => onTab('events')}>
        来件 {detail.eventCount}
        <small>
          {sources.map(([source, count]) => `${sourceNames[source] ?? source} ${count}`).join(' ')}
        </small>
      </button>
      <Key>W</Key>
    </div>
  );
}

function toggled(chosen: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
