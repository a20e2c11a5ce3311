import { useEffect, useState } from 'react';

const everyMs = 5_000;
let audio: AudioContext | null = null;

/**
 * Three short tones every five seconds for as long as something unconfirmed endangers a person (law 13).
 * Returns whether the browser still keeps the sound back: it waits for the first key or click of the person.
 */
export function useRing(ringing: boolean): { silent: boolean } {
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
