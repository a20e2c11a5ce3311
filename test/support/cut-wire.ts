import net from 'node:net';

export type CutWire = {
  /** What hangs at its far end, by way of this wire. */
  url: string;
  /** As when the far end dies: what is open breaks off, what is new is refused. */
  cut: () => void;
  mend: () => void;
  close: () => Promise<void>;
};

/** A wire to a database or a server that one test may cut without taking it from the others; by its URL, with a port. */
export async function makeCutWire(farUrl: string): Promise<CutWire> {
  const target = new URL(farUrl);
  const open = new Set<net.Socket>();
  let down = false;
  const server = net.createServer((near) => {
    if (down) return void near.destroy();
    const far = net.connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(farUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.href,
    cut: () => {
      down = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => {
      down = false;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
