import http from 'node:http';
import { Server } from 'socket.io';

/**
 * The baseline of the live feed: rooms of Socket.IO, WebSocket only. It knows nobody and reads nothing: what each room
 * gets is told to it once, and sent again each time it is asked.
 */
type Told = 'again' | Record<string, unknown>[];

const server = http.createServer();
const space = new Server(server, { transports: ['websocket'], serveClient: false }).of('/live');
space.on('connection', (socket) => {
  socket.on('hello', () => {
    const { token } = socket.handshake.auth as { token: string };
    void socket.join(token.slice(0, token.indexOf('/')));
    socket.emit('resume', {});
  });
});

let frames: Record<string, unknown>[] = [];
process.on('message', (told: Told) => {
  if (told !== 'again') return void (frames = told);
  for (const frame of frames)
    for (const [room, cut] of Object.entries(frame)) space.to(room).emit('frame', cut);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}\n`);
});
process.on('SIGTERM', () => process.exit(0));
