import { useState } from 'react';
import { pointOf } from '../work/view.ts';
import type { TaskView } from '../work/view.ts';
import { Icon, NavigateIcon } from './Icon.tsx';
import { Navigate } from './Navigate.tsx';
import { Said } from './Said.tsx';
import { Sheet } from './Sheet.tsx';

/** 导航 and 来件 once one has arrived: at hand, and no longer in the way of the photos. */
export function Ways({ view }: { view: TaskView }) {
  const [open, setOpen] = useState<'map' | 'said' | null>(null);
  const point = pointOf(view);
  const { card } = view;
  return (
    <div className={point ? 'pair' : 'single'}>
      {point && (
        <button type="button" className="second" onClick={() => setOpen('map')}>
          <NavigateIcon /> 导航
        </button>
      )}
      <button type="button" className="second" onClick={() => setOpen('said')}>
        <Icon name="talk" /> 来件 {card.incident.eventCount} 件
      </button>
      {open === 'map' && point && <Navigate point={point} onClose={() => setOpen(null)} />}
      {open === 'said' && (
        <Sheet title={card.incident.title} onClose={() => setOpen(null)}>
          {card.note && <Note words={card.note} />}
          <Said said={card.said} count={card.incident.eventCount} />
        </Sheet>
      )}
    </div>
  );
}

/** 派遣说明: what the dispatcher wrote for whoever goes there. */
export function Note({ words }: { words: string }) {
  return (
    <p className="note">
      <b>派遣说明</b> {words}
    </p>
  );
}

/** The ways out of a task that is not simply done: back to the desk, or more time for it. */
export function ReturnLink({ view }: { view: TaskView }) {
  const { card } = view;
  const open = card.status === 'handling' && card.incident.status === 'handling';
  const may = open && card.part === 'host' && view.steps.length === 0;
  return (
    <>
      <a href={`#/task/${card.id}/return`}>退单</a>
      {may && <a href={`#/task/${card.id}/ask`}>延期、挂账</a>}
    </>
  );
}
