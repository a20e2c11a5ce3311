/** The alarm bell: three short tones each four seconds while it rings. */
export type Bell = {
  /** Starts or stops ringing. */
  ring: (on: boolean) => void;
  /** Whether the browser holds the sound back until somebody touches the screen. */
  blocked: () => boolean;
  close: () => void;
};

const everyMs = 4_000;
const toneSeconds = 0.18;

/**
 * Makes the bell. Browsers keep it silent until a first touch unless the kiosk allows sound; the first touch
 * or key then lets it ring (`onChange` tells).
 */
export function makeBell(onChange: () => void): Bell {
  let context: AudioContext | null = null;
  let timer: ReturnType<typeof setInterval> | null = null;

  const beep = (): void => {
    if (context?.state !== 'running') return;
    for (const [index, pitch] of [880, 660, 880].entries()) {
      const start = context.currentTime + index * (toneSeconds + 0.07);
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.35, start + 0.02);
      volume.gain.linearRampToValueAtTime(0, start + toneSeconds);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + toneSeconds);
    }
  };
  const wake = (): void => {
    if (context?.state !== 'suspended') return;
    void context.resume().then(() => {
      onChange();
      beep();
    });
  };
  addEventListener('pointerdown', wake);
  addEventListener('keydown', wake);

  return {
    ring: (on) => {
      if (on === (timer !== null)) return;
      if (timer !== null) clearInterval(timer);
      timer = null;
      if (!on) return;
      context ??= new AudioContext();
      context.onstatechange = onChange;
      beep();
      timer = setInterval(beep, everyMs);
    },
    blocked: () => timer !== null && context?.state === 'suspended',
    close: () => {
      if (timer !== null) clearInterval(timer);
      removeEventListener('pointerdown', wake);
      removeEventListener('keydown', wake);
      void context?.close();
    },
  };
}
