import { Button } from 'antd';
import { Key } from '../../shared/marks.tsx';
import type { Offer } from '../moves/offers.ts';

/** What can be done now: the primary step bottom right, each with its key. */
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
  return (
    <footer className="actions">
      <div className="actions-others">
        {others.map((offer) => (
          <Button key={offer.id} onClick={() => onTake(offer)}>
            {offer.name} {offer.key !== null && <Key>{offer.key}</Key>}
          </Button>
        ))}
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
