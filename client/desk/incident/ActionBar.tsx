import { Button } from 'antd';
import { useState } from 'react';
import { Key } from '../../shared/marks.tsx';
import type { Offer } from '../moves/offers.ts';

/** So many stand in two rows beside the words that say whom the matter waits for, in the narrowest column. */
const shownAtOnce = 5;

/** What can be done now: the primary step bottom right, each with its key; keys also work for what 更多 holds. */
export function ActionBar({
  primary,
  others,
  waits,
  busy,
  onTake,
}: {
  primary: Offer | null;
  others: readonly Offer[];
  /** Whom the matter waits for, when the next step is another person's. */
  waits: string | null;
  busy: boolean;
  onTake: (offer: Offer) => void;
}) {
  const [isWhole, setWhole] = useState(false);
  const folds = others.length > shownAtOnce + 1;
  const shown = folds && !isWhole ? others.slice(0, shownAtOnce) : others;
  return (
    <footer className="actions">
      <div className="actions-others">
        {shown.map((offer) => (
          <Button key={offer.id} onClick={() => onTake(offer)}>
            {offer.name} {offer.key !== null && <Key>{offer.key}</Key>}
          </Button>
        ))}
        {folds && (
          <Button type="text" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? '收起' : `更多 ${others.length - shownAtOnce} 项`}
          </Button>
        )}
      </div>
      {waits !== null && (
        <span className="actions-waits" title={waits}>
          {waits}
        </span>
      )}
      {primary && (
        <Button type="primary" loading={busy} onClick={() => onTake(primary)}>
          {primary.name} {primary.key !== null && <Key>{primary.key}</Key>} <Key>Ctrl Enter</Key>
        </Button>
      )}
    </footer>
  );
}
