/** 密度, from few to most: one pale violet that no severity, no warning and no water has. Red, green, blue, opacity. */
export const densityInks: readonly (readonly [number, number, number, number])[] = [34, 68, 112, 165].map(
  (opacity) => [188, 176, 226, opacity],
);
