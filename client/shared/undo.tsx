import { createContext, useCallback, useContext, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { errorWords } from './api.ts';
import { queryClient } from './query.ts';

/** A step just taken, in words, and how to take it back. Offer only what the rules allow to be undone. */
export type Undoable = { words: string; undo: () => Promise<unknown> };
type Offer = (step: Undoable) => void;
type Bar = { offer: Offer; say: (words: string) => void };

const BarContext = createContext<Bar>({ offer: () => undefined, say: () => undefined });
const standsMs = 15_000;
const noteMs = 4_000;

/** `offer({words, undo})` shows the bar at the foot for 15 s; its button or Ctrl+Z takes the step back. */
export function useUndo(): Offer {
  return useContext(BarContext).offer;
}

/** `say(words)` shows short news at the same place for four seconds. */
export function useSay(): (words: string) => void {
  return useContext(BarContext).say;
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const [step, setStep] = useState<Undoable | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const stand = useCallback((forMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setStep(null);
      setNote(null);
    }, forMs);
  }, []);
  const offer = useCallback<Offer>(
    (next) => {
      setStep(next);
      setNote(null);
      stand(standsMs);
    },
    [stand],
  );
  const say = useCallback(
    (words: string) => {
      setStep(null);
      setNote(words);
      stand(noteMs);
    },
    [stand],
  );
  const bar = useMemo(() => ({ offer, say }), [offer, say]);
  const takeBack = useCallback(async () => {
    if (!step) return;
    setStep(null);
    try {
      await step.undo();
      setNote('已撤销');
      void queryClient.invalidateQueries();
    } catch (error) {
      setNote(`未能撤销：${errorWords(error)}`);
    }
    stand(noteMs);
  }, [step, stand]);

  // With the bar itself, not after its paint: whoever sees Ctrl Z may press it.
  useLayoutEffect(() => {
    if (!step) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z' || isTyping(event.target))
        return;
      event.preventDefault();
      void takeBack();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [step, takeBack]);

  return (
    <BarContext value={bar}>
      {children}
      {(step ?? note) && (
        <div className="undo-bar" role="status">
          <span>{step?.words ?? note}</span>
          {step && (
            <button type="button" onClick={() => void takeBack()}>
              撤销 <kbd>Ctrl Z</kbd>
            </button>
          )}
        </div>
      )}
    </BarContext>
  );
}

/** Whether the key belongs to text being written; shortcuts must leave it alone. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
}
