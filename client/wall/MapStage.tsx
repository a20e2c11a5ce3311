import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { WallLayers, WallSettings } from '#contracts/driven-wall.ts';
import type { BaseMap } from '#contracts/wall.ts';
import { faceReady } from '../shared/map/face.ts';
import { namedPlaces } from '../shared/map/geometry.ts';
import type { Box } from './labels.ts';
import { more } from './map/count-labels.ts';
import type { MapFrame, MapPicture } from './map/picture.ts';
import type { WallMap } from './map/wall-map.ts';
import { hatched } from './map/warned.ts';
import type { Warned } from './map/warned.ts';
import { DensityLegend } from './panels/DensityLegend.tsx';
import { LensView } from './panels/LensView.tsx';
import { MapLabels } from './panels/MapLabels.tsx';
import { SightSign } from './panels/SightSign.tsx';
import type { Look } from './scene.ts';
import { seams } from './screen.ts';
import type { CanvasSize } from './use-driven.ts';
import type { Painted } from './use-wall-data.ts';
import { shortCredit } from './words.ts';

/** How long a wall without a map waits before it loads itself again. */
const reloadAfterMs = 90_000;
const cityFoot = 0.05;
/** What is seen close up keeps this far from its edges, in parts of the height. */
const closeInset = 0.03;
const empty: MapPicture = { labels: [], lens: null, sights: false, countedOnly: 0 };

type Props = {
  data: Painted;
  base: BaseMap;
  look: Look;
  tiles: WallSettings['tiles'];
  /** What authorities warn of now. */
  warned: Warned;
  /** With how many pixels the map is drawn, each time it is made. */
  onCanvas: (canvas: CanvasSize) => void;
  /** What stands above the legend. */
  children: ReactNode;
};

/** The largest part of the page: on its way while the account and the base map are asked for. */
const mapCode = () => import('./map/wall-map.ts');
// Who needs it asks again, and says what went wrong.
void mapCode().catch(() => undefined);

/** The map full bleed, and what stands on it: labels, lens, legend, credit. */
export function MapStage({ data, base, look, tiles, warned, onCanvas, children }: Props) {
  const ground = useRef<HTMLDivElement>(null);
  const centre = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const map = useRef<WallMap | null>(null);
  const wanted = useRef(look);
  const [picture, setPicture] = useState(empty);
  const [life, setLife] = useState(0);
  const size = useSize(ground);
  wanted.current = look;
  const tell = useRef({ onCanvas, tiles, warned });
  tell.current = { onCanvas, tiles, warned };

  useEffect(() => {
    if (!ground.current || !centre.current || size === '') return;
    let gone = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    // After an upgrade of the server parts of the code are gone; the new page has the new ones.
    const patience = setTimeout(() => location.reload(), reloadAfterMs);
    const [at, place] = [ground.current, centre.current];
    const start = async (): Promise<void> => {
      // The panels do not wait for the map, and it does not wait for its letters.
      const letters = faceReady(lettersOf(base));
      const { makeWallMap } = await mapCode();
      if (gone) return;
      const made = makeWallMap(
        at,
        data,
        { look: wanted.current, frame: frameOf(at, place, tell.current.tiles), letters },
        {
          onPicture: setPicture,
          onLost: () => (again = setTimeout(() => setLife((n) => n + 1), 1_000)),
          onReady: (canvas) => {
            clearTimeout(patience);
            tell.current.onCanvas(canvas);
            at.dataset['ready'] = 'true';
          },
        },
      );
      map.current = made;
      made.setWarned(tell.current.warned);
      data.setPainter(made.kick);
    };
    start().catch((error: unknown) => console.error('the map does not start', error));
    return () => {
      gone = true;
      clearTimeout(again);
      clearTimeout(patience);
      data.setPainter(() => undefined);
      map.current?.destroy();
      map.current = null;
      delete at.dataset['ready'];
    };
  }, [data, base, size, life]);

  // As one word: a new object that says the same must not move the map.
  const where = JSON.stringify([look.scene.id, look.camera, look.layers, look.spotlight]);
  useEffect(() => map.current?.setLook(wanted.current), [where]);
  useEffect(() => map.current?.setOwn(look.own), [look.own]);
  useEffect(() => map.current?.setWarned(warned), [warned]);
  const lensShown = picture.lens !== null;
  const above = useSize(over);
  useEffect(() => {
    if (ground.current && centre.current)
      map.current?.setFrame(frameOf(ground.current, centre.current, tiles));
  }, [lensShown, look.scene, tiles, above]);

  return (
    <>
      <div className="map" ref={ground} />
      <MapLabels labels={picture.labels} lens={picture.lens?.on ?? null} />
      <div className="centre" ref={centre}>
        <div className="above" ref={over}>
          {children}
        </div>
        <ul className="legend" data-map-taken>
          {look.scene.legend
            .filter(({ of }) => !of || look.layers?.[of] !== false)
            .map(({ sign, words }) => (
              <li key={words}>
                <span className="legend-sign">{sign}</span>
                {words}
              </li>
            ))}
          {hiddenWords(look.layers).map((words) => (
            <li key={words} className="legend-off">
              <span className="legend-sign">—</span>
              {words}
            </li>
          ))}
          {look.own?.density && <DensityLegend of={look.own.density} />}
          {picture.labels.some(({ kind }) => kind === 'counts') && (
            <li>
              <span className="legend-sign">{more}</span>
              附近未标出
            </li>
          )}
          {picture.sights && (
            <li>
              <span className="legend-sign">
                <SightSign />
              </span>
              摄像视域
            </li>
          )}
          {hatched(warned).length > 0 && (
            <li>
              <span className="legend-sign">
                <i className="sign-hatch" />
              </span>
              预警范围
            </li>
          )}
        </ul>
        {picture.lens && <LensView lens={picture.lens.lens} base={base} />}
        <p className="credit" data-map-taken>
          {picture.countedOnly > 0 && <span>{picture.countedOnly} 件按镇街计数，不标点</span>}
          <span>{base.reviewNo ? `审图号：${base.reviewNo}` : '示意图，非标准地图，不得公开'}</span>
          <span>{shortCredit(base.credit)}</span>
        </p>
      </div>
    </>
  );
}

/** What the desk has taken off the map: nobody may think that there is none of it. */
function hiddenWords(layers: WallLayers | null): string[] {
  return [
    ...(layers?.sensors === false ? ['监测点与车船未显示'] : []),
    ...(layers?.matters === false ? ['事件未显示'] : []),
  ];
}

/** Letters that the map will write. */
function lettersOf(base: BaseMap): string {
  const names = [base.districts, base.rivers].flatMap((layer) => namedPlaces(layer).map(({ name }) => name));
  return `${names.join('')}0123456789`;
}

/** Where the map may show something, measured on the page. */
function frameOf(ground: HTMLElement, centre: HTMLElement, tiles: WallSettings['tiles']): MapFrame {
  const origin = ground.getBoundingClientRect();
  const box = (element: Element): Box => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x - origin.x, y: y - origin.y, width, height };
  };
  const taken = [...centre.querySelectorAll('[data-map-taken]')].map(box);
  const area = box(centre);
  // The credit stands below the city, not on it.
  const city = { ...area, height: area.height - origin.height * cityFoot };
  const close = closeOf(area, centre, origin.height * closeInset);
  return { area, city, close, taken: [...taken, ...seams(origin.width, origin.height, tiles)] };
}

/** Beside the legend and above the credit: the city's shape leaves room for them, a network would lie under them. */
function closeOf(area: Box, centre: HTMLElement, inset: number): Box {
  const sizeOf = (name: string): DOMRect | undefined => centre.querySelector(name)?.getBoundingClientRect();
  const [beside, below] = [sizeOf('.legend')?.width ?? 0, sizeOf('.credit')?.height ?? 0];
  return {
    x: area.x + beside + inset,
    y: area.y + inset,
    width: area.width - beside - 2 * inset,
    height: area.height - below - 2 * inset,
  };
}

/** The size of an element as a key; a change of it makes a new map, whose sizes are all in proportion. */
function useSize(element: React.RefObject<HTMLElement | null>): string {
  const [size, setSize] = useState('');
  useEffect(() => {
    if (!element.current) return;
    let settle: ReturnType<typeof setTimeout> | undefined;
    let known = false;
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      const tell = (): void => setSize(`${Math.round(width)}x${Math.round(height)}`);
      clearTimeout(settle);
      // The first one is not waited for; one that is being changed is.
      if (known) settle = setTimeout(tell, 150);
      else tell();
      known = true;
    });
    observer.observe(element.current);
    return () => {
      clearTimeout(settle);
      observer.disconnect();
    };
  }, [element]);
  return size;
}
