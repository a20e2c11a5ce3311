import { maskAddress, maskKnown, maskName, maskPhone, maskText } from '#text/mask.ts';

const named = /name|caller$|reporter$|姓名|联系人|来电人|举报人|投诉人/iu;
const phoned = /phone|mobile|tel|电话|手机|号码/iu;
const placed = /address|住址|地址/iu;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** What an item says of its person, under whatever names of fields. */
function knownOf(item: unknown): Parameters<typeof maskKnown>[1] {
  if (!isRecord(item)) return {};
  const find = (key: RegExp): string | undefined =>
    Object.entries(item).find(([field, value]) => key.test(field) && typeof value === 'string')?.[1] as
      string | undefined;
  return { name: find(named), phone: find(phoned), address: find(placed) };
}

function maskField(field: string, value: unknown, known: Parameters<typeof maskKnown>[1]): unknown {
  if (Array.isArray(value)) return value.map((one) => maskField(field, one, known));
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, maskField(key, one, known)]));
  if (typeof value !== 'string') return typeof value === 'number' && phoned.test(field) ? '****' : value;
  if (phoned.test(field)) return maskPhone(value);
  const text = maskText(maskKnown(value, known));
  if (placed.test(field)) return maskAddress(text);
  return named.test(field) && [...text].length <= 12 ? maskName(text) : text;
}

/** The text of a kept item as a reviewer may read it: its person masked, whatever the fields are called. */
export function maskedItem(text: string): string {
  const parsed = parse(text);
  if (parsed === undefined) return maskText(text);
  // A line that was no JSON is kept as text: its fields are looked for in the text itself.
  if (isRecord(parsed) && typeof parsed['unreadableLine'] === 'string') {
    const line = parsed['unreadableLine'].replaceAll(/"([^"]{1,40})"\s*:\s*"([^"]*)("|$)/gu, (_, field: string, value: string, end: string) => `"${field}":"${String(maskField(field, value, {}))}${end}`); // prettier-ignore
    return JSON.stringify({ unreadableLine: maskText(line) });
  }
  return JSON.stringify(maskField('', parsed, knownOf(parsed)));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
