import { z } from 'zod';
import type { RefusalCode } from '#contracts/errors.ts';
import { syncNow } from './now.ts';

/** What a refused or failed call tells the page. `offline`: nothing was reached; `bad-answer`: page and server differ. */
export type ApiCode = RefusalCode | 'offline' | 'bad-answer' | 'failed';
export type Issue = { path: string; message: string };

/** A refused or failed call. The message is Chinese and says what to do next; show it as it stands. */
export class ApiError extends Error {
  readonly code: ApiCode;
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly detail: Readonly<Record<string, unknown>>;
  constructor(
    code: ApiCode,
    status: number,
    message: string,
    issues: readonly Issue[] = [],
    detail: Record<string, unknown> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.issues = issues;
    this.detail = detail;
  }
}

export type SendMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type CallOptions = {
  signal?: AbortSignal;
  /** What a 401 does: `leave` asks to sign in again (see {@link onSignedOut}); `throw` leaves it to the caller. */
  onSignedOut?: 'leave' | 'throw';
  /** How long a silent server is waited for, milliseconds. */
  patienceMs?: number;
};

const IssueWire = z.object({
  path: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).default(''),
  message: z.string(),
});
const ErrorWire = z.object({
  code: z.string().optional(),
  message: z.string().optional(),
  traceId: z.string().optional(),
  issues: z.array(IssueWire).optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
});

const offlineWords = '连不上服务器，请检查网络；填写的内容仍在本页，恢复后再提交一次即可';
const readSilentWords = '服务器迟迟没有回应，请稍候重试';
const sendSilentWords =
  '服务器迟迟没有回应。填写的内容仍在本页；请先核对这一步是否已经办成，再决定是否重新提交';

/** Over a line that died without a word a browser waits for many minutes; a page must say so sooner. */
const patience = { read: 20_000, send: 60_000, upload: 300_000 } as const;

/** Reads `path` and checks the answer against `schema`. Throws {@link ApiError}. */
export async function apiGet<S extends z.ZodType>(
  path: string,
  schema: S,
  options: CallOptions = {},
): Promise<z.output<S>> {
  return parseAnswer(await call(path, { method: 'GET' }, options), schema);
}

/**
 * Sends `body` as JSON (a FormData as it is) and checks the answer against `schema`; `null` expects no answer.
 * Throws {@link ApiError}; a refusal of the rules keeps its code, its message and the faulty fields.
 */
export async function apiSend<S extends z.ZodType>(
  method: SendMethod,
  path: string,
  body: unknown,
  schema: S,
  options?: CallOptions,
): Promise<z.output<S>>;
export async function apiSend(
  method: SendMethod,
  path: string,
  body: unknown,
  schema: null,
  options?: CallOptions,
): Promise<void>;
export async function apiSend(
  method: SendMethod,
  path: string,
  body: unknown,
  schema: z.ZodType | null,
  options: CallOptions = {},
): Promise<unknown> {
  const init: RequestInit =
    body instanceof FormData
      ? { method, body }
      : body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
  const response = await call(path, init, options);
  return schema === null ? undefined : parseAnswer(response, schema);
}

/** `path` with the parameters that are set; undefined, null and empty ones are left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The words to show for anything thrown. */
export function errorWords(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return '页面出错，请刷新后重试；仍不行请联系系统管理员';
}

let askToSignIn: (() => void) | null = null;

/** Lets the page ask for the password itself when a session ends, so that nothing typed is lost. Returns its end. */
export function onSignedOut(ask: () => void): () => void {
  askToSignIn = ask;
  return () => {
    if (askToSignIn === ask) askToSignIn = null;
  };
}

/** Goes to the sign-in page, which returns here afterwards. */
export function leaveToSignIn(): void {
  const back = location.pathname + location.search + location.hash;
  location.assign(withQuery('/login', { back }));
}

/** An answer that has come whole. */
type Answer = { url: string; status: number; text: string };

async function call(path: string, init: RequestInit, options: CallOptions): Promise<Answer> {
  const { response, text } = await fetchWhole(path, init, options);
  syncNow(response.headers.get('X-City-Now'));
  const answer = { url: response.url, status: response.status, text };
  if (response.ok) return answer;
  if (response.status === 401 && options.onSignedOut !== 'throw') (askToSignIn ?? leaveToSignIn)();
  throw refusalOf(answer);
}

/** Head and body together: a line may die between them. */
async function fetchWhole(path: string, init: RequestInit, { signal, patienceMs }: CallOptions) {
  const reads = init.method === 'GET';
  const ms = init.body instanceof FormData ? patience.upload : reads ? patience.read : patience.send;
  const ended = new AbortController();
  const giveUp = () => ended.abort();
  const timer = setTimeout(giveUp, patienceMs ?? ms);
  if (signal?.aborted) giveUp();
  signal?.addEventListener('abort', giveUp);
  try {
    const response = await fetch(path, { credentials: 'same-origin', ...init, signal: ended.signal });
    return { response, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw error;
    const silentWords = reads ? readSilentWords : sendSilentWords;
    throw new ApiError('offline', 0, ended.signal.aborted ? silentWords : offlineWords);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refusalOf({ status, text }: Answer): ApiError {
  const wire = ErrorWire.safeParse(jsonOf(text));
  const { code, message, traceId, issues = [], detail = {} } = wire.success ? wire.data : {};
  const trace = status === 500 && traceId !== undefined ? `（编号 ${traceId.slice(0, 8)}）` : '';
  return new ApiError(
    (code as ApiCode | undefined) ?? (status === 401 ? 'not-signed-in' : 'failed'),
    status,
    (message ?? statusWords(status)) + trace,
    issues.map(({ path, message: words }) => ({
      path: Array.isArray(path) ? path.join('.') : path,
      message: words,
    })),
    detail,
  );
}

function parseAnswer<S extends z.ZodType>({ url, status, text }: Answer, schema: S): z.output<S> {
  const parsed = schema.safeParse(status === 204 ? undefined : jsonOf(text));
  if (parsed.success) return parsed.data;
  console.error('answer does not fit its schema', url, parsed.error.issues.slice(0, 5));
  throw new ApiError('bad-answer', status, '页面与服务器版本不一致，请刷新页面后重试');
}

function statusWords(status: number): string {
  if (status === 401) return '登录已失效，请重新登录';
  if (status === 403) return '您的岗位没有此项权限，如确需办理请联系值班长';
  if (status === 404) return '没有找到，可能已被并案或不在您的管辖范围';
  if (status === 413) return '内容过大，请压缩图片后再提交';
  if (status === 429) return '操作过于频繁，请稍候再试';
  if (status >= 500) return '服务器暂时不能办理，请稍候重试；紧急事项请电话处置并事后补录';
  return '未能办理，请核对后重试';
}
