import { Transform } from 'node:stream';

/**
 * Lets an MQTT byte stream through and ends it with an error at the header of a packet longer than `most` bytes: neither
 * the parser nor memory ever sees what nobody may send. A fixed header is one byte and a length of one to four, seven bits
 * each, the lowest first.
 */
export function makePacketGuard(most: number): Transform {
  let rest = 0;
  let header = -1;
  let length = 0;
  const walk = (chunk: Buffer): boolean => {
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
  return new Transform({
    transform: (chunk: Buffer, _, done) =>
      walk(chunk) ? done(null, chunk) : done(new Error('MQTT packet too large')),
  });
}
