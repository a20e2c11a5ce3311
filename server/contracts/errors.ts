/** Stable codes of refusals; each answers with one HTTP status. */
export const refusalStatus = {
  'bad-input': 422,
  'bad-body': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  'wrong-status': 409,
  'stale-version': 409,
  taken: 409,
  'too-large': 413,
  'too-many': 429,
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof refusalStatus;

/** 拒绝: the caller asked for something the rules forbid. The Chinese message says what to do next; never retried. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly detail: Record<string, unknown>;
  constructor(code: RefusalCode, message: string, detail: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}
