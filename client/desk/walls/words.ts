import { citySecond } from '#contracts/city-time.ts';
import type { Wall } from '#contracts/driven-wall.ts';
import { formatNear } from '../../shared/format.ts';

/** 3840 × 2160: the size of the screen in its own pixels; nothing before the wall has said it. */
export function sizeWords({ report }: Pick<Wall, 'report'>): string {
  if (report === null) return '分辨率未知';
  const { width, height, ratio } = report;
  return `${Math.round(width * ratio)} × ${Math.round(height * ratio)}`;
}

/** 画布缩水 when the browser draws the map with fewer pixels than the screen has. */
export function canvasFault({ report }: Pick<Wall, 'report'>): string | null {
  const canvas = report?.canvas;
  if (!canvas) return null;
  const { asked, drawn } = canvas;
  if (drawn[0] >= asked[0] && drawn[1] >= asked[1]) return null;
  return `画布缩水：应为 ${asked.join(' × ')}，实得 ${drawn.join(' × ')}，画面发虚；请检查显卡或降低浏览器缩放`;
}

/** 在线, or how long nothing has been heard. */
export function lineWords({ online, silentS }: Pick<Wall, 'online' | 'silentS'>): string {
  if (online) return '在线';
  if (silentS === null) return '未上线';
  if (silentS < 90) return `离线 ${silentS} 秒`;
  if (silentS < 5_400) return `离线 ${Math.round(silentS / 60)} 分`;
  if (silentS < 172_800) return `离线 ${Math.round(silentS / 3_600)} 小时`;
  return `离线 ${Math.round(silentS / 86_400)} 天`;
}

/** 画面核对: whether the wall has proved that it shows the city's picture, and when; nothing before it was asked. */
export function checkWords({ check }: Pick<Wall, 'check'>, now: number): string {
  if (check === null) return '';
  const at = formatNear(check.at, now);
  return check.same ? `画面一致 ${at}` : `画面不一致，已于 ${at} 重取`;
}

/** 回看 06-11 06:25: the instant of the past that walls are told to show. */
export const pastWords = (at: number): string => `回看 ${citySecond(at).slice(5, 16)}`;

/** What stands on a wall now, by what it was told and what it says itself. */
export function showsWords(wall: Wall, now: number): string {
  const { state, report, version, online } = wall;
  const titleOf = (id: string): string => report?.scenes.find((scene) => scene.id === id)?.title ?? id;
  const at = report === null ? '' : titleOf(report.scene);
  const parts = [
    state.past ? pastWords(Date.parse(state.past.at)) : '',
    state.testCard ? '测试画面' : state.tour ? `轮播（${at}）` : at,
    report?.interrupted ? '特急事项插播' : '',
    wall.spotlightTitle === null ? '' : `上墙 ${wall.spotlightTitle}`,
    state.camera ? '指定视野' : '',
    Object.values(state.layers).every(Boolean) ? '' : '隐去部分图层',
    state.message && Date.parse(state.message.until) > now ? '有通知' : '',
    online && report !== null && report.version < version ? '正在切换' : '',
  ].filter((words) => words !== '');
  return parts.join('，') || '尚未显示';
}

/** Scenes that at least one of these walls knows, in the order of the first that does. */
export function scenesOf(walls: readonly Wall[]): { id: string; title: string }[] {
  const scenes = new Map<string, { id: string; title: string }>();
  for (const { report } of walls)
    for (const scene of report?.scenes ?? []) if (!scenes.has(scene.id)) scenes.set(scene.id, scene);
  return [...scenes.values()];
}

/** Walls by group, those without one last. */
export function groupsOf(walls: readonly Wall[]): { name: string; walls: Wall[] }[] {
  const groups = new Map<string, Wall[]>();
  for (const wall of walls) groups.set(wall.group ?? '', [...(groups.get(wall.group ?? '') ?? []), wall]);
  return [...groups]
    .toSorted(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'zh-CN'))
    .map(([name, members]) => ({ name, walls: members }));
}
