import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import type { Field } from './kind.ts';

dayjs.extend(utc);
dayjs.extend(customParseFormat);
dayjs.extend(timezone);

const yearFirst =
  /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?$/;
const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
const two = (part: string | number): string => String(part).padStart(2, '0');

/**
 * A point in time as ISO 8601 with offset. Takes a Date of a spreadsheet (its UTC parts are wall time), epoch
 * milliseconds, ISO 8601, and year-first wall time in `zone`; other orders need their format. Null when it is no time.
 */
export function readTime(value: unknown, zone: string, dateFormat?: string): string | null {
  if (typeof value === 'number') return new Date(value).toISOString();
  if (value instanceof Date) {
    // Excel counts days: what it calls 11:25:05 may be a thousandth of a second before.
    const rounded = new Date(Math.round(value.getTime() / 1000) * 1000);
    return wallTime(rounded.toISOString().slice(0, 19), zone);
  }
  const text = String(value).trim();
  if (withOffset.test(text)) return new Date(text).toISOString();
  if (dateFormat) {
    const found = dayjs(text, dateFormat, true);
    return found.isValid() ? wallTime(found.format('YYYY-MM-DDTHH:mm:ss'), zone) : null;
  }
  const [, year, month, day, hour = 0, minute = 0, second = 0] = yearFirst.exec(text) ?? [];
  if (!year || !month || !day) return null;
  return wallTime(`${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`, zone);
}

/** Wall time of a zone (`YYYY-MM-DDTHH:mm:ss`) as ISO 8601 in UTC; null for a day or hour that no calendar has. */
export function wallTime(wall: string, zone: string): string | null {
  const parts = new Date(`${wall}Z`);
  if (Number.isNaN(parts.getTime()) || parts.toISOString().slice(0, 19) !== wall) return null;
  if (zone === 'UTC') return parts.toISOString();
  // The one zone without summer time (since 1991) that nearly every file is in; day.js takes 30 times as long.
  if (zone === 'Asia/Shanghai' && parts.getUTCFullYear() > 1991)
    return new Date(parts.getTime() - 8 * 3_600_000).toISOString();
  return dayjs.tz(wall, zone).toISOString();
}

const yes = /^(?:是|有|真|true|yes|y|1)$/i;
const no = /^(?:否|无|假|false|no|n|0)$/i;

/** Text without the tabs, line breaks and doubled blanks that exports leave around and within it. */
export const tidy = (value: unknown): string =>
  (value instanceof Date ? value.toISOString() : typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll(/[ \t\u00a0\u3000]*[\r\n]+[ \t\u00a0\u3000]*/g, '\n').replaceAll(/\n{2,}/g, '\n').replaceAll(/[ \t\u00a0\u3000]+/g, ' ').trim(); // prettier-ignore

/** A cell as its field wants it. Throws an Error in Chinese that names the field. */
export function readValue(
  field: Field,
  value: unknown,
  {
    zone,
    dateFormat,
    scale = 1,
  }: { zone: string; dateFormat?: string | undefined; scale?: number | undefined },
): unknown {
  switch (field.type) {
    case 'time': {
      const time = readTime(value, zone, dateFormat);
      if (time === null) throw new Error(`${field.title}“${tidy(value).slice(0, 40)}”不是能识别的时间`);
      return time;
    }
    case 'number': {
      const number =
        typeof value === 'number' ? value : Number(tidy(value).replaceAll(',', '') || Number.NaN);
      if (Number.isNaN(number)) throw new Error(`${field.title}“${tidy(value).slice(0, 40)}”不是数`);
      return number * scale;
    }
    case 'flag': {
      const text = tidy(value);
      if (yes.test(text) || no.test(text)) return yes.test(text);
      throw new Error(`${field.title}“${text.slice(0, 20)}”不是“是”或“否”`);
    }
    case 'list':
      return Array.isArray(value) ? value : tidy(value).split(/[|;；、,，]/).map((one) => one.trim()).filter(Boolean); // prettier-ignore
    case 'any':
      return value;
    default:
      return tidy(value);
  }
}
