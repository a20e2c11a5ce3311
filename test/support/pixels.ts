import sharp from 'sharp';

/** The share of pixels of this colour (#RRGGBB), each of its three channels off by at most `by` of 255. */
export async function shareOf(png: Buffer, colour: string, by = 0): Promise<number> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const wanted = Buffer.from(colour.slice(1), 'hex');
  let hits = 0;
  for (let i = 0; i < data.length; i += 3)
    if (wanted.every((channel, n) => Math.abs(channel - data[i + n]!) <= by)) hits += 1;
  return hits / (info.width * info.height);
}
