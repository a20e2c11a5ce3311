import { io } from 'socket.io-client';
import { groupOf, groups, tokens } from './live-people.ts';

/**
 * All clients of one side, in one process. They count frames and do not read them: on few cores a hundred readers in one
 * process would be what is measured.
 */
/** `blocks`: how many binary parts of the frame that has begun are still to come. */
type Seat = { answered: boolean; frames: number; blocks: number };

const seats: Seat[] = [];
let chars = 0;
let ready = false;
let wanted = 0;

/** What came of a packet, told by its first letters. */
function note(seat: Seat, data: string | Uint8Array): void {
  const isText = typeof data === 'string';
  const head = isText ? /^(?:2|5(\d+)-)\/live,\["(\w+)"/.exec(data.slice(0, 40)) : null;
  const event = head?.[2];
  if (event === 'snapshot' && ready) throw new Error('a client was taken off the frames');
  if (event === 'snapshot' || event === 'resume') seat.answered = true;
  const before = seat.blocks;
  if (isText) seat.blocks = event === 'frame' ? Number(head?.[1] ?? 0) : 0;
  else if (before > 0) seat.blocks -= 1;
  if (event === 'frame' || (!isText && before > 0)) {
    chars += data.length;
    // A frame is whole when its blocks have come.
    if (seat.blocks === 0) seat.frames += 1;
  }
}

type Packet = { type: number; nsp: string; data?: unknown };
/** A parser of Socket.IO's own shape, made anew for each client. */
const parser = {
  Encoder: function () {
    return { encode: ({ type, nsp, data }: Packet) => [`${type}${nsp},${JSON.stringify(data)}`] };
  },
  Decoder: function () {
    const seat: Seat = { answered: false, frames: 0, blocks: 0 };
    seats.push(seat);
    let tell: (packet: Packet) => void = () => undefined;
    return {
      on: (_what: 'decoded', told: typeof tell) => (tell = told),
      off: () => undefined,
      destroy: () => undefined,
      add: (data: string | Uint8Array) => {
        if (typeof data === 'string' && data.startsWith('0'))
          return tell({ type: 0, nsp: '/live', data: JSON.parse(data.slice(data.indexOf(',') + 1)) });
        if (typeof data === 'string' && data.startsWith('4')) throw new Error(`refused: ${data}`);
        note(seat, data);
        look();
      },
    };
  },
};

/** Says that all are in, and then each time that all have got what was asked for. */
function look(): void {
  if (!ready && seats.length === tokens.length && seats.every(({ answered }) => answered)) {
    ready = true;
    process.stdout.write('ready\n');
  }
  if (wanted === 0 || seats.some(({ frames }) => frames < wanted)) return;
  process.send!(chars);
  wanted = 0;
  chars = 0;
  for (const seat of seats) seat.frames = 0;
}

for (const token of tokens) {
  const { view } = groups[groupOf(token)]!;
  const options = { transports: ['websocket'], forceNew: true, reconnection: false, auth: { token }, parser };
  const socket = io(`${process.env['CROWD_URL']}/live`, options);
  socket.on('connect', () => socket.emit('hello', { epoch: null, lastNo: 0, view }));
}
process.on('message', (frames: number) => {
  wanted = frames;
  look();
});
process.on('SIGTERM', () => process.exit(0));
