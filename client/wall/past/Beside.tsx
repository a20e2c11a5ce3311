import { useEffect, useRef, useState } from 'react';
import { formatClock, formatDate } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { addressAt, dayAround, pastFromAddress } from './address.ts';
import { besideLayout } from './beside-layout.ts';

const pixelsOf = () => besideLayout(innerWidth, innerHeight);

function useLayout(): ReturnType<typeof pixelsOf> {
  const [layout, setLayout] = useState(pixelsOf);
  useEffect(() => {
    const onResize = (): void => setLayout(pixelsOf());
    addEventListener('resize', onResize);
    return () => removeEventListener('resize', onResize);
  }, []);
  return layout;
}

/** What a page says above itself: it may be played on, or led back to now. */
function nameOf(search: string, now: number): string {
  const at = pastFromAddress(search);
  if (at === null) return '现在';
  const today = dayAround(at).from === dayAround(now).from;
  return `当时 ${today ? '' : `${formatDate(at)} `}${formatClock(at)}`;
}

/** 对照: the wall as it was and as it is, each a whole screen of its own. */
export function Beside() {
  const [then] = useState(() => addressAt(location.href, pastFromAddress(location.search)));
  const [now] = useState(() => addressAt(location.href, null));
  const frame = useRef<HTMLIFrameElement>(null);
  const clock = useNow();
  const { direction, width, height, name } = useLayout();
  // Before the page is there its frame is at no address of the wall.
  const shown = frame.current?.contentWindow?.location;
  const stands = shown?.protocol.startsWith('http') ? shown : new URL(then);
  return (
    <div className="wall beside" style={{ flexDirection: direction }}>
      <section style={{ width }}>
        <h2 style={{ height: name }}>{nameOf(stands.search, clock)}</h2>
        <iframe title="历史" src={then} ref={frame} style={{ height }} />
      </section>
      <section style={{ width }}>
        <h2 style={{ height: name }}>
          现在
          <button type="button" onClick={() => location.assign(stands.href)}>
            结束对照
          </button>
        </h2>
        <iframe title="现在" src={now} style={{ height }} />
      </section>
    </div>
  );
}

/** Whether the address asks for the past beside now. */
export const isBeside = (search: string): boolean => {
  const asked = new URLSearchParams(search);
  return asked.get('beside') === 'now' && pastFromAddress(search) !== null;
};
