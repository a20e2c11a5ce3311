import { automatic } from '#contracts/driven-wall.ts';
import type { WallOrder, WallState } from '#contracts/driven-wall.ts';
import { citySecond } from '#contracts/city-time.ts';

type Plain = Exclude<WallOrder, { kind: 'back' }>;

/** What stands in the middle of a wall: an order for one of these takes the others away. */
const middle = { camera: null, tour: null, spotlight: null, testCard: false } as const;

/** The state after an order. A message and the layers stand beside everything else until they are taken back. */
export function afterOrder(state: WallState, order: Plain, now: Date): WallState {
  switch (order.kind) {
    case 'scene':
      return { ...state, ...middle, scene: order.scene };
    case 'camera':
      return { ...state, ...middle, camera: order.camera };
    case 'layers':
      return { ...state, layers: order.layers };
    case 'tour':
      return {
        ...state,
        ...middle,
        scene: null,
        tour: { list: order.list, dwellS: order.dwellS, startedAt: now.toISOString() },
      };
    // Scene, view and tour stay as they are: what is looked at changes, not how.
    case 'past':
      return {
        ...state,
        testCard: false,
        past: { at: order.at, speed: order.speed, startedAt: now.toISOString() },
      };
    case 'present':
      return { ...state, past: null };
    // What stood before goes on when the matter is taken down.
    case 'spotlight':
      return { ...state, spotlight: order.incidentId, testCard: false };
    case 'no-spotlight':
      return { ...state, spotlight: null };
    case 'message': {
      const until = new Date(now.getTime() + order.minutes * 60_000).toISOString();
      return { ...state, message: { text: order.text, until } };
    }
    case 'no-message':
      return { ...state, message: null };
    case 'test-card':
      return { ...state, testCard: order.on };
    case 'automatic':
      return automatic;
  }
}

/** What was ordered, as the history and the next person at the console read it. */
export function orderWords(
  order: WallOrder,
  names: { sceneOf: (id: string) => string; matter: string | null },
): string {
  switch (order.kind) {
    case 'scene':
      return `切到专题“${names.sceneOf(order.scene)}”`;
    case 'camera':
      return '改了地图视野';
    case 'layers':
      return '改了图层';
    case 'tour':
      return `轮播 ${order.list.map(names.sceneOf).join('、')}，每个 ${order.dwellS} 秒`;
    case 'past':
      return `回看 ${citySecond(Date.parse(order.at)).slice(5, 16)}${order.speed === 0 ? '' : `，${order.speed} 倍速`}`;
    case 'present':
      return '回到现在';
    case 'spotlight':
      return `上墙“${names.matter ?? ''}”`;
    case 'no-spotlight':
      return '撤下上墙的事件';
    case 'message':
      return `发通知“${order.text}”，${order.minutes} 分钟`;
    case 'no-message':
      return '撤下通知';
    case 'test-card':
      return order.on ? '显示测试画面' : '收起测试画面';
    case 'automatic':
      return '恢复自动';
    case 'back':
      return '撤销上一步';
  }
}
