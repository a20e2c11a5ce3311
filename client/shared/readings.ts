/** State of a series: the two of the wire, and one for numbers that no series has or that never spoke. */
export const silent = 255;

/** One binary block as views over its buffer (contracts/live.ts); null when its length does not fit its count. */
export function readFrame(
  buffer: ArrayBuffer,
): { index: Uint32Array; value: Float32Array; state: Uint8Array } | null {
  if (buffer.byteLength < 8) return null;
  const k = new DataView(buffer).getUint32(0, true);
  if (buffer.byteLength < 8 + 9 * k) return null;
  return {
    index: new Uint32Array(buffer, 8, k),
    value: new Float32Array(buffer, 8 + 4 * k, k),
    state: new Uint8Array(buffer, 8 + 8 * k, k),
  };
}

/** The last value and state of each series that has spoken, by its number; five bytes for each. */
export type KnownReadings = { values: Float32Array; states: Uint8Array };

export const noReadings = (): KnownReadings => ({ values: new Float32Array(0), states: new Uint8Array(0) });

function grow(known: KnownReadings, length: number): void {
  if (length <= known.values.length) return;
  const { values, states } = known;
  const room = Math.max(length, values.length * 2);
  known.values = new Float32Array(room);
  known.states = new Uint8Array(room).fill(silent);
  known.values.set(values);
  known.states.set(states);
}

/** Takes a block of the wire. Mutates `known`. */
export function noteReadings(known: KnownReadings, block: ArrayBuffer): void {
  // Outside browsers the wire brings views of a larger buffer; a copy of those stands alone, in a browser nothing is copied.
  const frame = readFrame(new Uint8Array(block).buffer);
  if (!frame || frame.index.length === 0) return;
  grow(known, frame.index.reduce((most, no) => Math.max(most, no), 0) + 1);
  for (let i = 0; i < frame.index.length; i++) {
    const no = frame.index[i]!;
    known.values[no] = frame.value[i]!;
    known.states[no] = frame.state[i]!;
  }
}

/** All that is known as one block of the wire; null when that is nothing. */
export function readingsKnown({ values, states }: KnownReadings): ArrayBuffer | null {
  const k = states.reduce((count, state) => count + (state === silent ? 0 : 1), 0);
  if (k === 0) return null;
  const block = new ArrayBuffer(8 + 9 * k);
  new DataView(block).setUint32(0, k, true);
  const { index, value, state } = readFrame(block)!;
  for (let no = 0, i = 0; no < states.length; no++) {
    if (states[no] === silent) continue;
    index[i] = no;
    value[i] = values[no]!;
    state[i] = states[no]!;
    i += 1;
  }
  return block;
}
