import { useEffect, useRef } from 'react';
import type { BaseMap } from '#contracts/wall.ts';
import type { Lens } from '../lens.ts';
import { canvasMeasure } from '../map/label-list.ts';
import { drawLens } from '../map/lens-canvas.ts';

/** 放大镜: matters too close for the map of the city, with the ground around them. */
export function LensView({ lens, base }: { lens: Lens; base: BaseMap }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const key = lens.members.map(({ id, version }) => `${id}.${version}`).join() + lens.bounds.join();
  useEffect(() => {
    const at = canvas.current;
    const context = at?.getContext('2d');
    if (!at || !context) return;
    const { width, height } = at.getBoundingClientRect();
    at.width = Math.round(width * devicePixelRatio);
    at.height = Math.round(height * devicePixelRatio);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const screenHeight = document.documentElement.clientHeight;
    drawLens(context, { lens, base, width, height, screenHeight, measure: canvasMeasure() });
    // The key stands for the lens: a new object with the same matters draws nothing new.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key, base]);
  return (
    <figure className="lens" data-map-taken>
      <canvas ref={canvas} />
    </figure>
  );
}
