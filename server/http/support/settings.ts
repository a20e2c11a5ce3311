/** What the app needs beside the parts of the handlers. */
export type Settings = {
  /** Folder of the built pages; a page that is not there answers 503. */
  clientFolder: string;
  sessionSecret: string;
  ingestToken: string;
  apiToken: string;
  /** Served by TLS, here or at a trusted proxy: secure cookies, HSTS. */
  secure: boolean;
  /** How many proxies in front are believed. */
  proxyHops: number;
  /** Resolves when Redis answers. */
  pingRedis: () => Promise<unknown>;
  /** The city's time as of the last tick, for the pages' clocks. */
  cityTime: () => Date;
};
