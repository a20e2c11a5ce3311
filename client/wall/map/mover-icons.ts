/** A mark looks up, on a square of side 24; it is turned by the course. Strokes, so that none is a severity's shape. */
export type Shape = { path: string; stroke: number; filled: boolean };

/** The icons of each kind of mark, by state: under way, standing, silent. */
export const shapes = {
  vessel: { path: 'M12 1.5 C16 6 16.6 10 16.6 14 L15.6 22 H8.4 L7.4 14 C7.4 10 8 6 12 1.5 Z', stroke: 0, filled: true }, // prettier-ignore
  hazmat: { path: 'M4 13 L12 4 L20 13 M4 21 L12 12 L20 21', stroke: 3.4, filled: false },
  vehicle: { path: 'M4.5 17.5 L12 7 L19.5 17.5', stroke: 3.2, filled: false },
  still: { path: 'M12 8.4 A3.6 3.6 0 1 1 11.99 8.4 Z', stroke: 0, filled: true },
  hazmatStill: {
    path: 'M12 5.5 A6.5 6.5 0 1 1 11.99 5.5 Z M12 10 A2 2 0 1 1 11.99 10 Z',
    stroke: 2.6,
    filled: false,
  },
} as const satisfies Record<string, Shape>;
type ShapeName = keyof typeof shapes;

const order = Object.keys(shapes) as ShapeName[];
const side = 24;
/** Pixels of a cell: twice the largest mark of a wall of 2,160 lines. */
const cell = 96;

const icons: Record<'vessel' | 'hazmat' | 'vehicle', readonly [ShapeName, ShapeName, ShapeName]> = {
  vessel: ['vessel', 'still', 'still'],
  hazmat: ['hazmat', 'hazmatStill', 'hazmatStill'],
  vehicle: ['vehicle', 'still', 'still'],
};

/** The icon of each state as deck.gl's `instanceIconDefs`: offset, place in the atlas, size, and that it takes its ink. */
export const iconsOf = (kind: keyof typeof icons): number[][] =>
  icons[kind].map((name) => [0, 0, order.indexOf(name) * cell, 0, cell, cell, 1]);

/** All marks on one canvas, white: each object has its own ink. */
export function moverAtlas(): HTMLCanvasElement {
  const image = document.createElement('canvas');
  image.width = cell * order.length;
  image.height = cell;
  const context = image.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  context.fillStyle = context.strokeStyle = '#fff';
  context.lineCap = context.lineJoin = 'round';
  order.forEach((name, i) => {
    const { path, stroke, filled }: Shape = shapes[name];
    context.setTransform(cell / side, 0, 0, cell / side, i * cell, 0);
    context.lineWidth = stroke;
    const drawn = new Path2D(path);
    if (filled) context.fill(drawn);
    else context.stroke(drawn);
  });
  return image;
}
