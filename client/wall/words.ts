import { statusNames } from '#contracts/incident.ts';
import type { Incident } from '#contracts/incident.ts';
import type { BaseMap, DangerCall } from '#contracts/wall.ts';
import { spanWords } from '../shared/format.ts';
import { namedPlaces } from '../shared/map/geometry.ts';

/** A span as numbers with their units, the two largest: 3 天 4 小时, 2 小时 12 分, 5 分. */
export function spanParts(milliseconds: number): { figure: string; unit: string }[] {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48)
    return [
      { figure: String(Math.floor(hours / 24)), unit: '天' },
      { figure: String(hours % 24), unit: '小时' },
    ];
  if (hours === 0) return [{ figure: String(minutes), unit: '分' }];
  return [
    { figure: String(hours), unit: '小时' },
    { figure: String(minutes % 60).padStart(2, '0'), unit: '分' },
  ];
}

/** Who has it now, in words: the unit, or that nobody has it yet. */
export function holder({ departmentName }: Pick<Incident, 'departmentName'>): string {
  return departmentName ?? '尚无承办单位';
}

/** What stage it is in, as the wall says it. */
export function stage({ status }: Pick<Incident, 'status'>): string {
  return status === 'to-sign' ? '未签收' : statusNames[status];
}

/** Names of districts and townships by code, for places that a wall may write: never an address. */
export function placeNames(base: BaseMap | null): ReadonlyMap<string, string> {
  if (!base) return new Map();
  return new Map(
    [...namedPlaces(base.districts), ...namedPlaces(base.towns)].flatMap(({ code, name }) =>
      code === null ? [] : [[code, name] as const],
    ),
  );
}

/** The township, else the district, else nothing. */
export function placeOf(incident: Incident, names: ReadonlyMap<string, string>): string {
  return names.get(incident.townCode ?? '') ?? names.get(incident.districtCode ?? '') ?? '地点待定';
}

/** Short names of the metrics, from their codes or from the names of the reference data; others keep their own. */
const metricNames: Record<string, string> = {
  depth_m: '水深',
  freeboard_m: '距井口',
  level_m: '水位',
  flow_m3s: '流量',
  rain_mm_h: '雨强',
  ch4_lel_pct: '可燃气',
  pm25_ugm3: 'PM2.5',
  pm10_ugm3: 'PM10',
  voc_ppb: 'VOC',
  leq_db: '噪声',
  temp_c: '温度',
  pressure_mpa: '压力',
  flow_th: '流量',
  power_kw: '负荷',
  people_count: '人数',
  seepage_m3d: '渗流',
  displacement_mm: '位移',
  路面积水深度: '水深',
  检查井液面距井口: '距井口',
  河道水位: '水位',
  河道流量: '流量',
  小时雨强: '雨强',
  可燃气体浓度: '可燃气',
  '细颗粒物（PM2.5）': 'PM2.5',
  '可吸入颗粒物（PM10）': 'PM10',
  挥发性有机物: 'VOC',
  等效声级: '噪声',
  冷藏温度: '温度',
  蒸汽管网压力: '压力',
  蒸汽管网流量: '流量',
  台区负荷: '负荷',
  在场人数: '人数',
  堤坝渗流量: '渗流',
  边坡位移: '位移',
};
export function metricName(metric: string): string {
  return metricNames[metric] ?? metric;
}

/** Units as signs: a wall has no room for 毫米/小时. */
const unitSigns: Record<string, string> = {
  米: 'm',
  毫米: 'mm',
  '毫米/小时': 'mm/h',
  '立方米/秒': 'm³/s',
  '立方米/日': 'm³/d',
  '微克/立方米': 'µg/m³',
  分贝: 'dB',
  兆帕: 'MPa',
  '吨/小时': 't/h',
  千瓦: 'kW',
};
export function shortUnit(unit: string): string {
  return unitSigns[unit] ?? unit;
}

/** A number and what it counts stay on one line. */
export function unbroken(words: string): string {
  return words.replace(/(\d) /g, '$1\u00a0');
}

/** 6月12日 周五, in city time. */
export function dayWords(now: number): string {
  const parts = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
  }).formatToParts(new Date(now));
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('month')}月${part('day')}日 ${part('weekday')}`;
}

/** The change against the same hour of yesterday, with both numbers: a percentage never comes alone. Null: nothing was recorded then. */
export function changeWords(today: number, yesterday: number | null): string {
  if (yesterday === null) return '昨日尚无记录';
  if (yesterday === 0) return today === 0 ? '昨日同时段也无来件' : '昨日同时段 0 件';
  const change = Math.round(((today - yesterday) / yesterday) * 100);
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±';
  return `昨日同时段 ${yesterday.toLocaleString('en-US')} 件 ${sign}${Math.abs(change)} %`;
}

/** The credit as a wall can write it large enough: the holder of the licence that must be named, else all of it. */
export function shortCredit(credit: string): string {
  return /©[^·，；（(]*/.exec(credit)?.[0].trim() ?? credit;
}

/** 叫应 1/3，待应答 端州渠网管理中心 6 分: who was called about a matter in danger and has not answered; null: nobody was. */
export function callsWords(called: readonly DangerCall[], incidentId: number, now: number): string | null {
  const own = called.filter((one) => one.incidentId === incidentId);
  if (own.length === 0) return null;
  const waiting = own.filter(({ answered }) => !answered);
  const head = `叫应 ${own.length - waiting.length}/${own.length}`;
  const [first] = waiting;
  if (!first) return `${head}，均已应答`;
  const more = waiting.length > 1 ? `等 ${waiting.length} 家` : '';
  return `${head}，待应答 ${first.unitName}${more} ${spanWords(now - Date.parse(first.askedAt))}`;
}
