import sharp from 'sharp';

const width = 480;
const height = 360;

/** A street drawn with a few shapes, in trouble or put right: nobody takes it for a photo of a real place. */
function drawing(stage: 'before' | 'after'): string {
  const water = `<path d="M60 300 q60 -50 180 -44 t190 30 q30 40 -80 52 t-200 4 q-80 -10 -90 -42z" fill="#5f7f99"/>`;
  const cones = [90, 170, 330].map((x) => `<path d="M${x} 318 l14 -46 l14 46z" fill="#d9772b"/>`).join('');
  const letters = 'M18 18h70v6h-70z M18 30h70v6h-70z';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="480" height="190" fill="${stage === 'before' ? '#8d99a3' : '#a9c4d8'}"/>
    <path d="M0 190 L150 90 L150 190z M330 190 L330 70 L480 190z" fill="#6d7780"/>
    <rect y="190" width="480" height="170" fill="#4b5157"/>
    <path d="M232 190 h16 l22 170 h-60z" fill="#d8d8d0"/>
    ${stage === 'before' ? water : cones}
    <path d="${letters}" fill="#ffffff"/>
  </svg>`;
}

const made = new Map<string, Promise<Buffer>>();

/** The picture of a stage as JPEG; drawn once. */
export function picture(stage: 'before' | 'after'): Promise<Buffer> {
  const known = made.get(stage);
  if (known) return known;
  const fresh = sharp(Buffer.from(drawing(stage))).jpeg({ quality: 70 }).toBuffer(); // prettier-ignore
  made.set(stage, fresh);
  return fresh;
}
