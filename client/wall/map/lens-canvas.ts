import type { Position } from 'geojson';
import type { BaseMap } from '#contracts/wall.ts';
import { faceAt } from '../../shared/map/face.ts';
import { collection, isArea, linesOf, namedPlaces } from '../../shared/map/geometry.ts';
import { darkMap } from '../../shared/map/look.ts';
import { asSeverity, drawSymbol } from '../../shared/map/symbols.ts';
import { fullSymbols, overlaps, placeLabels, placeNames, symbolBox } from '../labels.ts';
import type { Box } from '../labels.ts';
import type { Lens } from '../lens.ts';
import { noteSize } from './text-sizes.ts';
import { titleOf } from './label-list.ts';
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
  const bridges = collection(base.facilities).features.filter(
    ({ properties }) => properties?.['kind'] === 'bridge',
  );
  stroke(context, linesOf({ type: 'FeatureCollection', features: bridges }), project, {
    colour: darkMap.works,
    width: 2.5 * unit,
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
  const { lens, width, height, screenHeight, measure } = picture;
  const size = screenHeight * 0.045;
  const text = screenHeight * noteSize;
  const edge = text * 0.3;
  const area: Box = { x: edge, y: edge, width: width - edge * 2, height: height - edge * 2 };
  const points = lens.members.map((row) => ({
    row,
    radius: size / 2,
    ...project([row.lng ?? 0, row.lat ?? 0]),
  }));
  const full = fullSymbols(points, points.length);
  const standing = points.filter((_, index) => full.has(index));
  const wanted = standing.map(({ row, x, y, radius }) => {
    const title = titleOf(row, 10);
    return {
      id: String(row.id),
      title,
      x,
      y,
      radius,
      width: measure(title, text, 500) + 4,
      height: text * 1.25,
    };
  });
  const foot = footNote(picture, area, standing.map(symbolBox));
  const placed = placeLabels(wanted, area, foot ? [foot.box] : [], text * 0.2);
  const taken = [
    ...placed.map(({ box }) => box),
    ...(foot ? [wider(foot.box, text / 2)] : []),
    ...standing.map(symbolBox),
  ];
  const pen = { size: text, weight: 400 };
  for (const { name, box } of townNames(picture, project, taken))
    write(context, name, box, { ...pen, colour: darkMap.smallName });
  // As on the map: the most urgent on top, and no dot over a numeral.
  const upward = [...points.entries()].reverse();
  for (const numeral of [false, true])
    for (const [index, { row, x, y }] of upward)
      if (full.has(index) === numeral)
        drawSymbol(
          context,
          asSeverity(row.severity),
          { x, y, size: numeral ? size : size * 0.4 },
          { ground: 'dark', numeral },
        );
  const titles = new Map(wanted.map(({ id, title }) => [id, title]));
  for (const { id, box } of placed)
    write(context, titles.get(id) ?? '', box, { size: text, weight: 500, colour: '#E6EDF5' });
  if (foot) write(context, foot.words, foot.box, { ...pen, colour: darkMap.name });
}

const wider = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + by * 2,
  height: height + by * 2,
});

/** How many more there are, in a corner that no symbol takes; nothing when there are no more or no corner. */
function footNote(
  { lens, screenHeight, measure }: Picture,
  area: Box,
  symbols: readonly Box[],
): { words: string; box: Box } | null {
  if (lens.more === 0) return null;
  const words = `附近另有 ${lens.more} 件`;
  const text = screenHeight * noteSize;
  const [width, height] = [measure(words, text, 400), text * 1.3];
  const right = area.x + area.width - width;
  const bottom = area.y + area.height - height;
  const corners = [
    { x: area.x, y: bottom, width, height },
    { x: right, y: bottom, width, height },
    { x: area.x, y: area.y, width, height },
    { x: right, y: area.y, width, height },
  ];
  const box = corners.find((corner) => !symbols.some((symbol) => overlaps(corner, symbol)));
  return box ? { words, box } : null;
}

/** Names of townships where nothing else stands. */
function townNames(
  { base, width, height, screenHeight, measure }: Picture,
  project: Project,
  taken: readonly Box[],
): { name: string; box: Box }[] {
  const text = screenHeight * noteSize;
  const towns = new Map(namedPlaces(base.towns).map((town) => [town.name, town]));
  const wanted = [...towns.values()].map(({ name, at }) => ({
    id: name,
    ...project(at),
    width: measure(name, text, 400) + text * 0.6,
    height: text * 1.3,
  }));
  return placeNames(wanted, { x: 0, y: 0, width, height }, taken).map(({ id, box }) => ({ name: id, box }));
}

function write(
  context: CanvasRenderingContext2D,
  words: string,
  box: Box,
  pen: { size: number; weight: number; colour: string },
): void {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  context.font = faceAt(pen.size, pen.weight);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineWidth = pen.size * 0.18;
  context.strokeStyle = darkMap.halo;
  context.strokeText(words, x, y);
  context.fillStyle = pen.colour;
  context.fillText(words, x, y);
}
