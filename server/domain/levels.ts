import type { Reference, Unit } from '#contracts/reference.ts';

/** How many levels there can be at most; a list that names itself as its own superior ends here. */
const mostLevels = 8;

/** Whether `code` stands under `above` in the tree of units, at any depth. */
export function isBelow(reference: Reference, code: string, above: string): boolean {
  let unit = reference.unit.get(code);
  for (let level = 0; unit && level < mostLevels; level += 1) {
    if (unit.parentCode === above) return true;
    unit = unit.parentCode === null ? undefined : reference.unit.get(unit.parentCode);
  }
  return false;
}

/** The units to which `above` may pass a task on: its own departments and townships, by name's code. */
export function unitsBelow(reference: Reference, above: string): Unit[] {
  return [...reference.unit.values()].filter(
    (unit) => unit.dispatchMode === 'dispatch' && isBelow(reference, unit.code, above),
  );
}
