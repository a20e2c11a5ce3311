import { shapes } from '../map/mover-icons.ts';
import type { Shape } from '../map/mover-icons.ts';
import type { Scene } from '../scene.ts';

/** What the marks of moving objects mean: drawn from the shapes that the map draws. */
export function moverLegend(shape: keyof typeof shapes, words: string): Scene['legend'][number] {
  const { path, stroke, filled }: Shape = shapes[shape];
  return {
    sign: (
      <svg className="sign-mover" viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} strokeWidth={stroke} fill={filled ? 'currentColor' : 'none'} />
      </svg>
    ),
    words,
    of: 'sensors',
  };
}
