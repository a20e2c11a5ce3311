import { unseenMatters } from '#store/scene-matters.ts';
import { countCameraAlerts } from '#store/scenes.ts';
import { matterLine } from '../support/scene-lines.ts';
import { mattersNumber, numberOf } from '../support/scene.ts';
import type { SceneMaker } from '../support/scene.ts';

/** 紧急 and graver, farther than this from every camera: a drone would be the first to see it. */
const severity = 2;
const metres = 500;
const most = 8;

/** 低空: no drone is connected yet; what one is wanted for is known already. */
export const scene: SceneMaker = {
  id: 'drones',
  title: '低空',
  right: 'wall.read',
  families: null,
  figures: async (call) => {
    const { tx, now, reference, categories } = call;
    const { all, count, rows } = await unseenMatters(tx, { severity, metres, now, most });
    const cameras = await countCameraAlerts(tx, categories, now);
    return {
      finding:
        count > 0 ? `无人机尚未接入；${count} 件紧急事件附近没有摄像，须派人到场看` : '无人机尚无数据接入',
      numbers: [
        numberOf('附近无摄像', count, `紧急以上在办 ${all} 件中`, {
          unit: '件',
          state: count > 0 ? 'over' : 'calm',
        }),
        numberOf('摄像', cameras.all, `近一日 ${cameras.heard}/${cameras.all} 路有告警`, { unit: '路' }),
        await mattersNumber(call),
      ],
      lists: [
        {
          title: `${metres} m 内没有摄像`,
          measure: '件',
          more: count - rows.length,
          none: all > 0 ? '紧急事件附近都有摄像' : '没有紧急以上的在办事件',
          lines: rows.map((one) => matterLine(reference, one, '')),
        },
      ],
      places: [],
      sources: ['在办事件与摄像点位'],
      wanting: ['机巢位置与状态', '飞行遥测', '空域批复', '机载视频'],
    };
  },
};
