import sharp from 'sharp';

/** More is a bomb, not a photo: a phone's best camera has 50 megapixels, 200 MB decoded. */
const mostPixels = 50_000_000;
const longSidePx = 1920;
const formats = new Set(['jpeg', 'png', 'webp']);

/**
 * The picture again, made from its pixels only: upright, at most 1920 px, sRGB JPEG. Whatever else the file carried
 * (EXIF, position, scripts, a second format behind the first) is gone. Throws when it is not a whole picture.
 */
export async function reencode(bytes: Buffer): Promise<Buffer> {
  const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true });
  const { format } = await image.metadata();
  if (!formats.has(format)) throw new Error(`format ${format}`);
  return image
    .rotate()
    .resize({ width: longSidePx, height: longSidePx, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82 })
    .toBuffer();
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Standard input to standard output; ends with 1 when the picture cannot be made. */
export async function main(): Promise<void> {
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const made = await reencode(await readAll(process.stdin));
    await new Promise<void>((resolve) => process.stdout.write(made, () => resolve()));
  } catch (error) {
    process.stderr.write(error instanceof Error ? error.message : 'failed');
    process.exitCode = 1;
  }
}

if (process.argv[1] === import.meta.filename) await main();
