import type { DrivenWall } from '#contracts/driven-wall.ts';
import { tilesOf } from '../screen.ts';
import type { CanvasSize } from '../use-driven.ts';

/** Gray steps that a screen must tell apart, dark to light. */
const grays = [0, 3, 6, 12, 25, 50, 75, 88, 94, 97, 100];

/** 测试画面: in real pixels, so that stretching, cropping, blur and the seams of the tiles show. */
export function TestCard({ wall, canvas }: { wall: DrivenWall; canvas: CanvasSize | null }) {
  const [width, height] = [innerWidth, innerHeight];
  const u = height / 100;
  const { across, down } = tilesOf(width, height, wall.settings.tiles);
  const [tile, row] = [width / across, height / down];
  const step = Math.min(tile, row) / 9;
  const safe = 2.96 * u;
  const middle = { x: width / 2, y: height / 2 };
  const circle = 36 * u;
  return (
    <svg className="test-card" viewBox={`0 0 ${width} ${height}`} role="img" aria-label="测试画面">
      <defs>
        <pattern id="card-grid" width={step} height={step} patternUnits="userSpaceOnUse">
          <path d={`M${step} 0H0V${step}`} className="card-line" />
        </pattern>
        <pattern id="card-pixels" width={2} height={2} patternUnits="userSpaceOnUse">
          <path d="M0 0h1v1H0zM1 1h1v1H1z" className="card-pixel" shapeRendering="crispEdges" />
        </pattern>
      </defs>
      <rect width={width} height={height} className="card-ground" />
      <rect width={width} height={height} fill="url(#card-grid)" />
      {Array.from({ length: across * down }, (_, n) => {
        const [x, y] = [(n % across) * tile, Math.floor(n / across) * row];
        // Towards the corners of the wall: the words stand in the middle.
        const toLeft = x + tile / 2 <= middle.x;
        const toTop = y + row / 2 <= middle.y;
        return (
          <g key={n}>
            <rect x={x + 1} y={y + 1} width={tile - 2} height={row - 2} className="card-tile" />
            <text
              x={toLeft ? x + 4.4 * u : x + tile - 4.4 * u}
              y={toTop ? y + 7.4 * u : y + row - 4.4 * u}
              fontSize={4 * u}
              textAnchor={toLeft ? 'start' : 'end'}
            >
              {n + 1}
            </text>
          </g>
        );
      })}
      <rect x={safe} y={safe} width={width - 2 * safe} height={height - 2 * safe} className="card-safe" />
      <circle cx={middle.x} cy={middle.y} r={circle} className="card-tile" />
      <path
        d={`M${middle.x - circle} ${middle.y}h${2 * circle}M${middle.x} ${middle.y - circle}v${2 * circle}`}
        className="card-tile"
      />
      <Words wall={wall} canvas={canvas} u={u} middle={middle} />
      {grays.map((share, n) => (
        <rect
          key={share}
          x={middle.x + (n - grays.length / 2) * 5 * u}
          y={middle.y + 15 * u}
          width={5 * u}
          height={5 * u}
          fill={`rgb(${share}% ${share}% ${share}%)`}
        />
      ))}
      <Ruler mmPerPx={wall.settings.mmPerPx} at={{ x: middle.x, y: middle.y + 25 * u }} u={u} />
      <rect x={middle.x - 12 * u} y={5 * u} width={24 * u} height={5 * u} fill="url(#card-pixels)" />
    </svg>
  );
}

type At = { x: number; y: number };

function Words(props: { wall: DrivenWall; canvas: CanvasSize | null; u: number; middle: At }) {
  const { wall, canvas, u, middle } = props;
  const { across, down } = tilesOf(innerWidth, innerHeight, wall.settings.tiles);
  const size = `${Math.round(innerWidth * devicePixelRatio)} × ${Math.round(innerHeight * devicePixelRatio)}`;
  const lines = [
    `${size} 像素${devicePixelRatio === 1 ? '' : `，缩放 ${devicePixelRatio}`}，拼接 ${across} × ${down}`,
    canvasWords(canvas),
    '圆应正圆，黄框为安全区，顶部细格应匀净无条纹',
  ];
  return (
    <g className="card-words" textAnchor="middle">
      <rect x={middle.x - 34 * u} y={middle.y - 21 * u} width={68 * u} height={32 * u} />
      <text x={middle.x} y={middle.y - 11 * u} fontSize={8 * u} fontWeight={600}>
        {wall.name}
      </text>
      {lines.map((words, n) => (
        <text key={words} x={middle.x} y={middle.y + (n * 4.6 - 2.6) * u} fontSize={2.9 * u}>
          {words}
        </text>
      ))}
    </g>
  );
}

/** Whether the map is drawn with every pixel that was asked for. */
export function canvasWords(canvas: CanvasSize | null): string {
  if (canvas === null) return '地图尚未画出';
  const { asked, drawn } = canvas;
  const same = asked[0] <= drawn[0] && asked[1] <= drawn[1];
  return same
    ? `地图画布 ${drawn.join(' × ')}，像素齐全`
    : `地图画布缩水：应为 ${asked.join(' × ')}，实得 ${drawn.join(' × ')}`;
}

/** One metre of wall with a mark at each 10 cm, or why there is none. */
function Ruler({ mmPerPx, at, u }: { mmPerPx: number | null; at: At; u: number }) {
  if (mmPerPx === null)
    return (
      <text x={at.x} y={at.y + 3 * u} fontSize={2.9 * u} textAnchor="middle">
        未设点距，没有标尺：在值班台“大屏”设置
      </text>
    );
  const length = 1000 / mmPerPx;
  const from = at.x - length / 2;
  return (
    <g>
      <path
        className="card-ruler"
        d={Array.from(
          { length: 11 },
          (_, n) => `M${from + (n * length) / 10} ${at.y}v${n % 5 === 0 ? 3 * u : 1.6 * u}`,
        ).join('')}
      />
      <path className="card-ruler" d={`M${from} ${at.y}h${length}`} />
      <rect x={at.x - 22 * u} y={at.y + 3.4 * u} width={44 * u} height={4.6 * u} className="card-ground" />
      <text x={at.x} y={at.y + 6.6 * u} fontSize={2.9 * u} textAnchor="middle">
        1 m（点距 {mmPerPx} mm），用卷尺核对
      </text>
    </g>
  );
}
