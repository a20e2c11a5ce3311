import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { DrivenWall } from '#contracts/driven-wall.ts';
import type { ClientToServer, ServerToClient } from '#contracts/live.ts';
import { until } from './test-parts.ts';

/** The line of a wall without its page, and all that it was told. */
export type Screen = {
  socket: Socket<ServerToClient, ClientToServer>;
  told: (DrivenWall | null)[];
  gone: () => boolean;
};
const screens: Screen[] = [];

/** Hangs up every screen that was opened since. */
export const leaveAll = (): void => screens.splice(0).forEach(({ socket }) => socket.disconnect());

/** A screen that has said hello to the live feed at this port of loopback. Throws what the door answers to a stranger. */
export async function openScreenAt(port: number, cookie: string): Promise<Screen> {
  const socket: Screen['socket'] = io(`http://127.0.0.1:${port}/live`, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie },
  });
  const screen: Screen = { socket, told: [], gone: () => !socket.connected };
  screens.push(screen);
  socket.on('wall', (wall) => void screen.told.push(wall));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => resolve());
    socket.on('connect_error', reject);
  });
  socket.emit('hello', { epoch: null, lastNo: 0, view: 'wall' });
  return screen;
}

/** Waits until what the screen was told last holds. */
export const shows = (screen: Screen, what: string, holds: (wall: DrivenWall) => boolean): Promise<void> =>
  until(what, () => {
    const last = screen.told.at(-1);
    return !!last && holds(last);
  });
