/** The long side of a sent photo, in pixels: a number plate stays legible, a weak line carries it. */
const longSidePx = 1600;
const quality = 0.8;

/** Makes what is sent: at most 1600 px, JPEG, upright, without EXIF, with the lines of the watermark drawn in. */
export async function makePicture(source: Blob | HTMLVideoElement, lines: readonly string[]): Promise<Blob> {
  const bitmap =
    source instanceof Blob
      ? await createImageBitmap(source, { imageOrientation: 'from-image' })
      : await createImageBitmap(source);
  const scale = Math.min(1, longSidePx / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  drawLines(context, lines);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality);
  });
}

/** Time, place and person at the foot, white on a dark band: legible on snow and at night. */
function drawLines(context: CanvasRenderingContext2D, lines: readonly string[]): void {
  const { width, height } = context.canvas;
  const size = Math.max(14, Math.round(width / 34));
  const step = Math.round(size * 1.4);
  const band = lines.length * step + Math.round(size * 0.8);
  context.fillStyle = 'rgba(0, 0, 0, 0.55)';
  context.fillRect(0, height - band, width, band);
  context.fillStyle = '#fff';
  context.font = `600 ${size}px "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif`;
  context.textBaseline = 'middle';
  lines.forEach((line, i) => {
    context.fillText(line, size, height - band + Math.round(size * 0.4) + step * (i + 0.5), width - 2 * size);
  });
}
