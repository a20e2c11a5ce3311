import type { Position } from 'geojson';
import type { BaseMap } from '#contracts/wall.ts';
import { faceAt } from '../../shared/map/face.ts';
import { collection, isArea, linesOf, namedPlaces } from '../../shared/map/geometry.ts';
import { darkMap } from '../../shared/map/look.ts';
import { asSeverity, drawSymbol } from '../../shared/map/symbols.ts';
import { fullSymbols, placeLabels } from '../labels.ts';
import type { Box } from '../labels.ts';
import type { Lens } from '../lens.ts';
import { noteSize, shorten } from './label-list.ts';
import type { Measure } from './label-list.ts';

type Project = (at: Position) => { x: number; y: number };
type Picture = {
  lens: Lens;
  base: BaseMap;
  width: number;
  height: number;
  screenHeight: number;
  measure: Measure;
};

/** Draws the lens on a canvas: ground, waters, townships, then the matters with their labels. Sizes in CSS pixels. */
export function drawLens(context: CanvasRenderingContext2D, picture: Picture): void {
  const { lens, width, height } = picture;
  const [west, south, east, north] = lens.bounds;
  const project: Project = ([lng = 0, lat = 0]) => ({
    x: ((lng - west) / (east - west)) * width,
    y: ((north - lat) / (north - south)) * height,
  });
  context.clearRect(0, 0, width, height);
  drawGround(context, picture, project);
  drawMatters(context, picture, project);
}

function trace(context: CanvasRenderingContext2D, line: readonly Position[], project: Project): void {
  for (const [index, at] of line.entries()) {
    const { x, y } = project(at);
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
}

function drawGround(context: CanvasRenderingContext2D, picture: Picture, project: Project): void {
  const { base, width, height, screenHeight } = picture;
  const unit = screenHeight / 1080;
  context.fillStyle = darkMap.outside;
  context.fillRect(0, 0, width, height);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  for (const ring of linesOf(base.districts)) trace(context, ring, project);
  context.fillStyle = darkMap.land;
  context.fill('evenodd');
  stroke(context, linesOf(base.towns), project, { colour: darkMap.innerBorder, width: unit });
  const waters = collection(base.rivers).features;
  context.beginPath();
  for (const ring of linesOf({ type: 'FeatureCollection', features: waters.filter(isArea) }))
    trace(context, ring, project);
  context.fillStyle = darkMap.water;
  context.fill('evenodd');
  for (const water of waters.filter((feature) => !isArea(feature)))
    stroke(context, linesOf({ type: 'FeatureCollection', features: [water] }), project, {
      colour: darkMap.water,
      width: (Number(water.properties?.['rank'] ?? 2) === 1 ? 14 : 5) * unit,
    });
  stroke(context, linesOf(base.districts), project, { colour: darkMap.border, width: unit });
}

function stroke(
  context: CanvasRenderingContext2D,
  lines: readonly Position[][],
  project: Project,
  pen: { colour: string; width: number },
): void {
  context.beginPath();
  for (const line of lines) trace(context, line, project);
  context.strokeStyle = pen.colour;
  context.lineWidth = pen.width;
  context.stroke();
}

function drawMatters(context: CanvasRenderingContext2D, picture: Picture, project: Project): void {
  const { lens, base, width, height, screenHeight, measure } = picture;
  const size = screenHeight * 0.045;
  const text = screenHeight * noteSize;
  const area: Box = { x: text * 0.3, y: text * 0.3, width: width - text * 0.6, height: height - text * 0.6 };
  const points = lens.members.map((row) => ({
    row,
    radius: size / 2,
    ...project([row.lng ?? 0, row.lat ?? 0]),
  }));
  const full = fullSymbols(points, points.length);
  const wanted = points
    .filter((_, index) => full.has(index))
    .map(({ row, x, y }) => {
      const title = shorten(row.title, 10);
      return {
        id: String(row.id),
        title,
        x,
        y,
        radius: size / 2,
        width: measure(title, text, 500) + 4,
        height: text * 1.25,
      };
    });
  const foot = lens.more > 0 ? `另有 ${lens.more} 件` : '';
  const footBox: Box = {
    x: area.x,
    y: height - text * 1.5,
    width: foot === '' ? 0 : measure(foot, text, 400),
    height: text * 1.5,
  };
  const placed = placeLabels(wanted, area, [footBox], text * 0.2);
  const towns = townNames(picture, project, [
    ...placed.map(({ box }) => box),
    footBox,
    ...wanted.map(around),
  ]);
  for (const { name, x, y } of towns)
    write(context, name, { x, y, size: text, weight: 400, colour: darkMap.smallName });
  for (const [index, { row, x, y }] of [...points.entries()].reverse())
    drawSymbol(
      context,
      asSeverity(row.severity),
      { x, y, size: full.has(index) ? size : size * 0.4 },
      {
        ground: 'dark',
        numeral: full.has(index),
      },
    );
  for (const { id, box } of placed) {
    const title = wanted.find((one) => one.id === id)!.title;
    write(context, title, {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      size: text,
      weight: 500,
      colour: '#E6EDF5',
    });
  }
  if (foot !== '')
    write(context, foot, {
      x: footBox.x + footBox.width / 2,
      y: footBox.y + text * 0.7,
      size: text,
      weight: 400,
      colour: darkMap.name,
    });
  context.textAlign = 'start';
  void base;
}

const around = ({ x, y, radius }: { x: number; y: number; radius: number }): Box => ({
  x: x - radius,
  y: y - radius,
  width: radius * 2,
  height: radius * 2,
});

/** Names of townships where nothing else stands. */
function townNames(
  { base, width, height, screenHeight, measure }: Picture,
  project: Project,
  taken: readonly Box[],
): { name: string; x: number; y: number }[] {
  const text = screenHeight * noteSize;
  const boxes = [...taken];
  return namedPlaces(base.towns).flatMap(({ name, at }) => {
    const { x, y } = project(at);
    const half = measure(name, text, 400) / 2;
    const box = { x: x - half, y: y - text * 0.65, width: half * 2, height: text * 1.3 };
    const outside = box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height;
    const covered = boxes.some(
      (other) =>
        box.x < other.x + other.width &&
        other.x < box.x + box.width &&
        box.y < other.y + other.height &&
        other.y < box.y + box.height,
    );
    if (outside || covered) return [];
    boxes.push(box);
    return [{ name, x, y }];
  });
}

function write(
  context: CanvasRenderingContext2D,
  words: string,
  pen: { x: number; y: number; size: number; weight: number; colour: string },
): void {
  context.font = faceAt(pen.size, pen.weight);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = pen.size * 0.18;
  context.strokeStyle = darkMap.halo;
  context.strokeText(words, pen.x, pen.y);
  context.fillStyle = pen.colour;
  context.fillText(words, pen.x, pen.y);
}
