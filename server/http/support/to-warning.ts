import type { City } from '#contracts/city.ts';
import type { Warning, WarningList } from '#contracts/warning.ts';
import { graverFirst, warningName, warningSaid } from '#domain/warning.ts';
import { clock } from '#flows/flow.ts';
import type { WarningRow } from '#store/warnings.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** 预警 as pages show it: its name, its place in words, and who said it when. */
export function toWarning(row: WarningRow, city: City): Warning {
  const {
    area: _area,
    stations: _stations,
    scaleCode: _scale,
    issuedAt,
    updatedAt,
    expiresAt,
    liftedAt,
    receivedAt,
    signedAt,
    ...facts
  } = row;
  const place = placeOf(row, city);
  return {
    ...facts,
    place,
    name: warningName(row, place),
    said: warningSaid(row.issuer, clock(updatedAt), row.phase, city.name.replace(/市$/, '')),
    issuedAt: issuedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    expiresAt: iso(expiresAt),
    liftedAt: iso(liftedAt),
    receivedAt: receivedAt.toISOString(),
    signedAt: iso(signedAt),
  };
}

/** What stands at an instant, or stood then, the gravest first. */
export function toWarningList(
  rows: readonly (WarningRow & { outline: unknown })[],
  city: City,
  asOf: string,
): WarningList {
  const items = rows.map(({ outline, ...row }) => ({ ...toWarning(row, city), outline }));
  return { asOf, items: items.toSorted(graverFirst) };
}

function placeOf({ area, stations }: WarningRow, city: City): string {
  const names = new Map(city.districts.map(({ code, name }) => [code, name]));
  const all = [
    ...(area.districts ?? []).map((code) => (code === city.code ? city.name : (names.get(code) ?? code))),
    ...(area.reach ? [area.reach] : []),
    ...stations,
  ];
  return area.words ?? (all.length > 0 ? all.join('、') : '所划范围');
}
