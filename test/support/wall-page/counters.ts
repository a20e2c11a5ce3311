/** What the page asked of the graphics card and of its one thread since `take` was called last. */
export type Counts = {
  /** Calls that carry attributes or textures to the card, and the bytes of attributes; uniforms are not counted. */
  uploads: number;
  bytes: number;
  /** Pictures: animation frames in which something was drawn. */
  pictures: number;
  /** Tasks of more than 50 ms. */
  longTasks: number;
};

const none = (): Counts => ({ uploads: 0, bytes: 0, pictures: 0, longTasks: 0 });
let counts = none();
let drawn = 0;
let blind = false;
/** Buffers and textures that stand on the card. */
let objects = 0;

type Call = (...words: unknown[]) => unknown;
/** Calls `note` before every call of this function of the context; one that it answers true to is left out. */
function listen(name: string, note: (words: unknown[]) => unknown): void {
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, Call>;
  const real = prototype[name]!;
  prototype[name] = function (this: unknown, ...words) {
    return note(words) === true ? undefined : real.apply(this, words);
  };
}

const bytesOf = (data: unknown): number =>
  typeof data === 'number' ? 0 : ((data as ArrayBufferView | null)?.byteLength ?? 0);

/** A few numbers of each layer and picture: no attribute. */
const uniformBuffer = 0x8a11;

/** Listens in on WebGL and on animation frames; before the map is made. */
export function startCounting(): void {
  for (const name of ['bufferData', 'bufferSubData'])
    listen(name, (words) => {
      if (words[0] === uniformBuffer) return;
      const bytes = bytesOf(words[name === 'bufferData' ? 1 : 2]);
      // Room without data is no upload.
      counts.uploads += bytes > 0 ? 1 : 0;
      counts.bytes += bytes;
    });
  for (const name of ['texImage2D', 'texSubImage2D']) listen(name, () => (counts.uploads += 1));
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
    listen(name, () => {
      drawn += 1;
      return blind;
    });
  for (const kind of ['Buffer', 'Texture', 'Framebuffer', 'VertexArray', 'Program']) {
    listen(`create${kind}`, () => (objects += 1));
    listen(`delete${kind}`, () => (objects -= 1));
  }
  const real = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (call) =>
    real((now) => {
      const before = drawn;
      call(now);
      counts.pictures += drawn > before ? 1 : 0;
    });
  new PerformanceObserver((list) => (counts.longTasks += list.getEntries().length)).observe({
    type: 'longtask',
  });
}

/** From now on the card is told everything but to draw: in software that takes a thousand times what a card takes. */
export function drawNothing(): void {
  blind = true;
}

/** The counts so far; counting begins anew. */
export function takeCounts(): Counts & { objects: number } {
  const taken = { ...counts, objects };
  counts = none();
  return taken;
}
