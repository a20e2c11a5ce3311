import { useLayoutEffect, useRef } from 'react';
import { isTyping } from '../shared/undo.tsx';

/**
 * Key name (a letter in lower case, or as KeyboardEvent.key says it) to what it does; with `shift+` before it only for
 * what Shift makes another key of, else Shift changes nothing.
 */
export type KeyMap = Readonly<Record<string, (() => void) | undefined>>;

const primary = 'ctrl+enter';

/**
 * Single keys for the page. They are dead while text is being written, with Ctrl, Alt or Meta held, and while a
 * Chinese word is being composed. `ctrl+enter` and `escape` work everywhere, also inside a field. They are alive as
 * soon as the page shows what they belong to: a passive effect would run after the paint, on a busy machine much later.
 */
export function useKeys(map: KeyMap): void {
  const current = useRef(map);
  current.current = map;
  useLayoutEffect(() => {
    const act = (event: KeyboardEvent, name: string) => {
      const deaf = event.isComposing || event.defaultPrevented || keysOff();
      const shifted = event.shiftKey ? current.current[`shift+${name}`] : undefined;
      const step = deaf ? undefined : (shifted ?? current.current[name]);
      if (!step) return;
      event.preventDefault();
      step();
    };
    // Before the fields hear it, and instead of them: a list of choices would take the Enter for itself, or open.
    const onPrimary = (event: KeyboardEvent) => {
      if (nameOf(event) !== primary) return;
      act(event, primary);
      if (event.defaultPrevented) event.stopPropagation();
    };
    const onKey = (event: KeyboardEvent) => {
      const name = nameOf(event);
      if (name !== primary) act(event, name);
    };
    addEventListener('keydown', onPrimary, { capture: true });
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onPrimary, { capture: true });
      removeEventListener('keydown', onKey);
    };
  }, []);
}

/** Somebody is asked to sign in: nothing behind the question may be set off. */
const keysOff = (): boolean => document.querySelector('[data-keys-off]') !== null;

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && key === 'enter') return primary;
  if (key === 'escape') return 'escape';
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return '';
  // A button or link that has the focus keeps its own Enter and space.
  const own = event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"]');
  return own && (key === 'enter' || key === ' ') ? '' : key;
}
