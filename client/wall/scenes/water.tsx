import type { Incident } from '#contracts/incident.ts';
import { formatNumber } from '../../shared/format.ts';
import { boundsOf } from '../../shared/map/geometry.ts';
import type { Dot } from '../paint.ts';
import { Sign } from '../panels/Sign.tsx';
import type { PanelState, Scene } from '../scene.ts';
import { ranked } from '../sensors.ts';
import { urgentFirst } from '../urgent.ts';
import { holder, metricName, shortUnit, stage } from '../words.ts';

const metrics = ['depth_m', 'freeboard_m', 'rain_mm_h', 'level_m'];
const categories = new Set([
  'road-flooding',
  'house-flooding',
  'well-overflow',
  'drain-blocked',
  'sewage-overflow',
  'river-level',
  'dike-risk',
  'heavy-rain',
]);
const most = 10;

/** Whether a matter is about water where it should not be. */
const isWater = (row: Incident): boolean => categories.has(row.categoryCode);

const dry: Dot = { rgba: [120, 150, 180, 90], radius: 1.6 };

/**
 * Water stands as white discs, the deeper the larger (10 cm of water about 6 px at 1080); what is over its
 * threshold is solid. Series of other subjects are hidden.
 */
function dotOf(metric: string, value: number, over: boolean): Dot {
  if (!metrics.includes(metric)) return null;
  const alpha = over ? 255 : 120;
  if (metric === 'depth_m' && value > 0.01)
    return { rgba: [200, 226, 245, alpha], radius: Math.min(22, 3 + value * 30) };
  if (metric === 'rain_mm_h' && value > 0)
    return { rgba: [150, 165, 180, over ? 150 : 60], radius: Math.min(26, 4 + value * 0.35) };
  return over ? { rgba: [230, 237, 245, 255], radius: 4 } : dry;
}

/** 内涝: standing water, rain, and what is being done about it. */
export const scene: Scene = {
  id: 'water',
  title: '内涝',
  duty: '公共服务',
  shows: isWater,
  layers: (state) => [state.sensorLayer('water-sensors', dotOf), ...state.incidentLayers('water-incidents')],
  camera: boundsOf,
  legend: [
    { sign: <Sign level={1} />, words: '特急' },
    { sign: <Sign level={2} />, words: '紧急' },
    { sign: <Sign level={3} />, words: '一般' },
    { sign: <Sign level={4} />, words: '关注' },
    { sign: <i className="sign-sensor sign-deep" />, words: '积水，越深越大' },
    { sign: <i className="sign-sensor sign-rain" />, words: '雨强' },
    { sign: <i className="sign-sensor" />, words: '井盖、水位超阈值' },
  ],
  Panel: WaterPanel,
};

function WaterPanel({ state }: { state: PanelState }) {
  const wet = state.sensors
    ? ranked(state.sensors, ['depth_m']).filter(({ value, over }) => over || value > 0.01)
    : [];
  const rain = state.sensors
    ? ranked(state.sensors, ['rain_mm_h']).toSorted((a, b) => b.value - a.value)[0]
    : undefined;
  const matters = urgentFirst(state.live.rows.values()).filter(isWater);
  return (
    <>
      <section className="panel list">
        <h2>
          积水最深<b className="count">{formatNumber(wet.length)} 处</b>
        </h2>
        {wet.length === 0 && <p className="calm-small">各监测点没有积水</p>}
        <ul className="fit">
          {wet.slice(0, most).map(({ series, value, over }) => (
            <li className="alert-row" key={series.no}>
              <time>{over ? '超' : ''}</time>
              <span>{series.name}</span>
              <b>
                {value.toFixed(2)} {shortUnit(series.unit)}
              </b>
            </li>
          ))}
        </ul>
        {rain && rain.value > 0 && (
          <p className="calm-small">
            {metricName('rain_mm_h')}最大 {formatNumber(rain.value)} {shortUnit(rain.series.unit)}，
            {rain.series.name}
          </p>
        )}
      </section>
      <section className="panel list">
        <h2>
          内涝事件<b className="count">{formatNumber(matters.length)} 件</b>
        </h2>
        {matters.length === 0 && <p className="calm-small">没有在办的内涝事件</p>}
        <ul className="fit">
          {matters.slice(0, most).map((row) => (
            <li className="next-row" key={row.id}>
              <Sign level={row.severity} />
              <span className="next-title">{row.title}</span>
              <span className="next-who">
                {holder(row)}　{stage(row)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
