import { useEffect, useRef } from 'react';
import { isTyping } from '../shared/undo.tsx';

/** Key name (a letter in lower case, or as KeyboardEvent.key says it) to what it does. */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

/**
 * Single keys for the page. They are dead while text is being written, with Ctrl, Alt or Meta held, and while a
 * Chinese word is being composed. `ctrl+enter` and `escape` work everywhere, also inside a field.
 */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  current.current = map;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const act = current.current[nameOf(event)];
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === 'enter') return 'ctrl+enter';
  if (key === 'escape') return 'escape';
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return '';
  // A button or link that has the focus keeps its own Enter and space.
  const own = event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"]');
  return own && (key === 'enter' || key === ' ') ? '' : key;
}
