/** The bundled face, as canvas and MapLibre name it. */
export const mapFace = 'Noto Sans SC Variable';
const fallbacks = '"Noto Sans SC", "Noto Sans CJK SC", sans-serif';

/** A CSS font of the bundled face at `size` px. */
export function faceAt(size: number, weight = 400): string {
  return `${weight} ${size}px "${mapFace}", ${fallbacks}`;
}

/**
 * Waits (at most two seconds) until the slices of the face that hold `text` are there: a letter that the map
 * draws earlier stays in the fallback face for ever.
 */
export async function faceReady(text: string): Promise<void> {
  const letters = [...new Set(text)].join('');
  const loaded = Promise.all([
    document.fonts.load(faceAt(24), letters),
    document.fonts.load(faceAt(24, 600), letters),
  ]);
  const patience = new Promise<void>((resolve) => setTimeout(resolve, 2_000));
  await Promise.race([loaded, patience]);
}
