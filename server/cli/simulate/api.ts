import { z } from 'zod';

/** The city said no; `status` and `code` as the API gives them. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** For what another may do first: swallows a refusal with this code, passes on every other fault. */
export const unlessQuicker =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof Refused) || error.code !== code) throw error;
  };

export type Api = {
  /** One call; answers the parsed JSON, undefined for 204. Throws Refused, or an Error when nobody answers. */
  ask: (method: string, path: string, given?: { token?: string; cookie?: string; body?: unknown }) => Promise<unknown>; // prettier-ignore
  /** Items through a door; waits and sends again while the city is away, for nothing may be lost that happened. */
  send: (door: string, list: string, items: readonly unknown[]) => Promise<DoorAnswer>;
  register: (kind: 'sensors' | 'cameras', items: readonly unknown[]) => Promise<void>;
  /** Reads as the API token may. */
  read: <S extends z.ZodType>(path: string, schema: S) => Promise<z.output<S>>;
  /** Signs in; answers the cookie. */
  signIn: (username: string, password: string) => Promise<string>;
  state: () => Promise<CityState>;
};

const DoorAnswer = z.object({
  accepted: z.number(),
  duplicates: z.number(),
  quarantined: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type DoorAnswer = z.infer<typeof DoorAnswer>;

/** GET /readyz: whether the city can work, what its database is marked as, and how its clock runs. */
const CityState = z.object({ mark: z.string(), now: z.iso.datetime({ offset: true }), rate: z.number() });
export type CityState = z.infer<typeof CityState>;

const Fault = z.object({ code: z.string().default(''), message: z.string().default('') });
const pauseMs = 1_000;
const patienceMs = 20_000;

async function answerOf(response: Response): Promise<unknown> {
  const text = await response.text();
  const json: unknown = text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined; // prettier-ignore
  if (response.ok) return json;
  const fault = Fault.safeParse(json);
  throw new Refused(response.status, fault.data?.code ?? '', fault.data?.message ?? text.slice(0, 200));
}

/** A city at `url`, spoken to with its two bearer tokens. */
export function makeApi(url: string, tokens: { ingest: string; api: string }): Api {
  const call = (
    method: string,
    path: string,
    given: { token?: string; cookie?: string; body?: unknown } = {},
  ) => {
    const form = given.body instanceof FormData;
    return fetch(url + path, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        ...(given.token && { authorization: `Bearer ${given.token}` }),
        ...(given.cookie && { cookie: given.cookie }),
        ...(given.body !== undefined && !form && { 'content-type': 'application/json' }),
      },
      ...(given.body !== undefined && { body: form ? (given.body as FormData) : JSON.stringify(given.body) }),
    });
  };
  const ask: Api['ask'] = async (method, path, given) => answerOf(await call(method, path, given));
  return {
    ask,
    async send(door, list, items) {
      for (;;) {
        try {
          const body = { [list]: items };
          return DoorAnswer.parse(await ask('POST', `/api/ingest/${door}`, { token: tokens.ingest, body }));
        } catch (error) {
          if (error instanceof Refused && error.status < 500 && error.status !== 429) throw error;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    },
    async register(kind, items) {
      await ask('PUT', `/api/registry/${kind}`, { token: tokens.ingest, body: { items } });
    },
    read: async (path, schema) => schema.parse(await ask('GET', path, { token: tokens.api })),
    async signIn(username, password) {
      const response = await call('POST', '/api/session', { body: { username, password } });
      await answerOf(response);
      return response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '); // prettier-ignore
    },
    state: async () => CityState.parse(await ask('GET', '/readyz')),
  };
}
