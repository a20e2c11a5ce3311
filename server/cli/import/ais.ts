/** AIS writes 102.3 knots for "not available". */
export const knots = (speed: number | undefined): number | undefined =>
  speed === undefined || speed >= 102.2 ? undefined : speed;

/** AIS writes 360° for "not available". */
export const course = (degrees: number | undefined): number | undefined =>
  degrees === undefined || degrees >= 360 ? undefined : degrees;

/** ITU-R M.1371 ship types: 70 to 79 cargo, 80 to 89 tanker; of the others the city knows no class. */
export function vesselClass(type: number | undefined): 'cargo' | 'tanker' | undefined {
  const tens = Math.floor((type ?? 0) / 10);
  return tens === 7 ? 'cargo' : tens === 8 ? 'tanker' : undefined;
}
