import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type PictureServer = {
  /** `127.0.0.1:port`, as it stands in the list of approved hosts. */
  host: string;
  url: (path: string) => string;
  /** Paths that were asked for, in order. */
  asked: string[];
  close: () => Promise<void>;
};

/**
 * A camera platform's picture store: `/good` serves `picture`, `/html` a sign-in page called jpg, `/endless` bytes for
 * ever, `/drip` one byte now and then, `/redirect` points elsewhere, anything else is 404.
 */
export async function startPictureServer(picture: Buffer): Promise<PictureServer> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    response.setHeader('content-type', 'image/jpeg');
    if (path === '/good') return void response.end(picture);
    if (path === '/html') return void response.end('<!doctype html><html><body>请登录</body></html>');
    if (path === '/redirect') return void response.writeHead(302, { location: '/good' }).end();
    if (path === '/drip') return drip(response);
    if (path === '/endless') return pour(response);
    response.statusCode = 404;
    response.end('not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: (path) => `http://${host}${path}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function drip(response: http.ServerResponse): void {
  const timer = setInterval(() => response.write('x'), 50);
  response.on('close', () => clearInterval(timer));
}

function pour(response: http.ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
