import { useEffect, useLayoutEffect, useState } from 'react';
import type { LiveView } from '../shared/live.ts';
import { rings } from './queue/order.ts';
import type { QueueItem } from './queue/order.ts';

const everyMs = 5_000;
let audio: AudioContext | null = null;

/** 险情: rings for who may confirm it, and says so in the title of the page for everyone. */
export function useAlarm(
  live: LiveView,
  items: readonly QueueItem[],
  mayConfirm: boolean,
): { silent: boolean } {
  const ringing = [...live.rows.values()].some(({ danger }) => danger.length > 0) || items.some(rings);
  useLayoutEffect(() => {
    document.title = ringing ? '【险情】值班台 · 城运' : '值班台 · 城运';
  }, [ringing]);
  return useRing(ringing && mayConfirm);
}

/**
 * Three short tones every five seconds for as long as something unconfirmed endangers a person (law 13).
 * Returns whether the browser still keeps the sound back: it waits for the first key or click of the person.
 */
function useRing(ringing: boolean): { silent: boolean } {
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!ringing) {
      setSilent(false);
      return;
    }
    audio ??= new AudioContext();
    const context = audio;
    const ring = () => {
      setSilent(context.state !== 'running');
      if (context.state === 'running') for (const step of [0, 0.28, 0.56]) tone(context, step);
      else void context.resume().then(() => setSilent(context.state !== 'running'));
    };
    ring();
    const timer = setInterval(ring, everyMs);
    addEventListener('pointerdown', ring, { once: true });
    addEventListener('keydown', ring, { once: true });
    return () => {
      clearInterval(timer);
      removeEventListener('pointerdown', ring);
      removeEventListener('keydown', ring);
    };
  }, [ringing]);
  return { silent: ringing && silent };
}

function tone(context: AudioContext, afterSeconds: number): void {
  const start = context.currentTime + afterSeconds;
  const oscillator = new OscillatorNode(context, { frequency: 880, type: 'triangle' });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.35, start + 0.02);
  gain.gain.linearRampToValueAtTime(0, start + 0.2);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.22);
}
