import type { Severity } from '#contracts/incident.ts';
import { darkLevels, lightLevels } from '../theme.ts';
import { faceAt } from './face.ts';

type Ground = 'light' | 'dark';

/** Corners and centres on a square of side 1; numerals sit a little low in the triangle. */
const numeralY: Record<Severity, number> = { 1: 0.52, 2: 0.66, 3: 0.52, 4: 0.52 };

function outline(
  context: CanvasRenderingContext2D,
  severity: Severity,
  x: number,
  y: number,
  size: number,
): void {
  const half = size / 2;
  context.beginPath();
  if (severity === 1) {
    context.moveTo(x, y - half);
    context.lineTo(x + half, y);
    context.lineTo(x, y + half);
    context.lineTo(x - half, y);
  } else if (severity === 2) {
    context.moveTo(x, y - half * 0.94);
    context.lineTo(x + half, y + half * 0.82);
    context.lineTo(x - half, y + half * 0.82);
  } else if (severity === 3) {
    context.arc(x, y, half * 0.9, 0, Math.PI * 2);
  } else {
    const side = half * 0.84;
    context.rect(x - side, y - side, side * 2, side * 2);
  }
  context.closePath();
}

/**
 * Draws the symbol of a severity centred on x, y: shape, colour and, with `numeral`, its number
 * (◆1 ▲2 ●3 ■4). A thin rim of the ground keeps neighbours apart.
 */
export function drawSymbol(
  context: CanvasRenderingContext2D,
  severity: Severity,
  place: { x: number; y: number; size: number },
  options: { ground?: Ground; numeral?: boolean } = {},
): void {
  const { x, y, size } = place;
  const { ground = 'light', numeral = true } = options;
  const colour = (ground === 'light' ? lightLevels : darkLevels)[severity];
  const rim = Math.max(1, size * 0.05);
  outline(context, severity, x, y, size - rim * 2);
  context.lineJoin = 'round';
  context.lineWidth = rim * 2;
  context.strokeStyle = ground === 'light' ? '#FFFFFF' : '#070B12';
  context.stroke();
  context.fillStyle = colour.fill;
  context.fill();
  if (!numeral) return;
  context.fillStyle = colour.numeral;
  context.font = faceAt(Math.round(size * (severity === 2 ? 0.46 : 0.52)), 700);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(severity), x, y - size / 2 + size * numeralY[severity]);
}

/** Name of a symbol in the atlas: `s1` full with its numeral, `d1` a small one without. */
export type SymbolName = `${'s' | 'd'}${Severity}`;
export type Atlas = {
  image: HTMLCanvasElement;
  mapping: Record<SymbolName, { x: number; y: number; width: number; height: number; anchorY: number }>;
};

/** All symbols on one canvas, cells of `cell` px, for an icon layer. */
export function symbolAtlas(cell: number, ground: Ground): Atlas {
  const image = document.createElement('canvas');
  image.width = cell * 4;
  image.height = cell * 2;
  const context = image.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  const mapping = {} as Atlas['mapping'];
  for (const severity of [1, 2, 3, 4] as const)
    for (const row of [0, 1] as const) {
      const x = (severity - 1) * cell;
      const y = row * cell;
      const place = { x: x + cell / 2, y: y + cell / 2, size: cell * 0.96 };
      drawSymbol(context, severity, place, { ground, numeral: row === 0 });
      mapping[`${row === 0 ? 's' : 'd'}${severity}`] = { x, y, width: cell, height: cell, anchorY: cell / 2 };
    }
  return { image, mapping };
}

/** A severity as the data gives it (any number) as one that has a symbol. */
export function asSeverity(level: number): Severity {
  return level === 1 || level === 2 || level === 3 ? level : 4;
}
