import { useLayoutEffect } from 'react';
import type { ReactNode } from 'react';

/** A choice that comes up from the bottom, within the thumb's reach; the dark ground or Escape closes it. */
export function Sheet({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent): void => void (event.key === 'Escape' && onClose());
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onClose]);
  return (
    <div className="sheet-ground" onClick={onClose}>
      <section
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-label={title}
        onClick={(event) => event.stopPropagation()}
      >
        <h2>{title}</h2>
        {children}
        <button type="button" className="quiet" onClick={onClose}>
          返回
        </button>
      </section>
    </div>
  );
}
