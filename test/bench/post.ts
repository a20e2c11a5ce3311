import http from 'node:http';
import { testSecrets } from '#test/support/chengyun.ts';

/** A client with one connection that it keeps. */
export type Client = { post: (path: string, type: string, body: string) => Promise<void>; close: () => void };

/** Posts with the doors' token; throws unless the answer is 202 with nothing set aside. */
export function makeClient(url: string): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}` };
  return {
    post: (path, type, body) =>
      new Promise((resolve, reject) => {
        const length = Buffer.byteLength(body);
        const options = {
          method: 'POST',
          agent,
          headers: { ...headers, 'content-type': type, 'content-length': length },
        };
        const request = http.request(url + path, options, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          answer.on('end', () => {
            if (answer.statusCode === 202 && !text.includes('"code"')) return resolve();
            reject(new Error(`${path} answered ${answer.statusCode}: ${text.slice(0, 300)}`));
          });
        });
        request.on('error', reject);
        request.end(body);
      }),
    close: () => agent.destroy(),
  };
}
