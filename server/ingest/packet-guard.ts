import type net from 'node:net';

/**
 * Ends an MQTT connection with an error at the header of a packet longer than `most` bytes: neither the parser nor memory
 * ever sees what nobody may send. The broker takes its bytes with `read`, so that is where they are looked at: a stream of
 * our own around the socket cost a tenth of the door's time, and sent each acknowledgement in three pieces, the last of
 * which waited 40 ms for the other side's delayed ACK.
 */
export function guard(socket: net.Socket, most: number): void {
  const walk = makeWalk(most);
  const read = socket.read.bind(socket);
  socket.read = (size) => {
    const chunk = read(size) as Buffer | null;
    if (chunk === null || walk(chunk)) return chunk;
    socket.destroy(new Error('MQTT packet too large'));
    return null;
  };
}

/** A fixed header is one byte and a length of one to four, seven bits each, the lowest first. */
function makeWalk(most: number): (chunk: Buffer) => boolean {
  let rest = 0;
  let header = -1;
  let length = 0;
  return (chunk) => {
    let at = 0;
    while (at < chunk.length) {
      if (rest > 0) {
        const step = Math.min(rest, chunk.length - at);
        rest -= step;
        at += step;
        continue;
      }
      const byte = chunk[at]!;
      at += 1;
      if (header === -1) {
        [header, length] = [0, 0];
        continue;
      }
      length += (byte & 0x7f) << (7 * header);
      header += 1;
      const more = (byte & 0x80) !== 0;
      if (length > most || (more && header === 4)) return false;
      if (!more) [rest, header] = [length, -1];
    }
    return true;
  };
}
