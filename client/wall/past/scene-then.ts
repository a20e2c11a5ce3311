import type { Scene } from '../scene.ts';

/** The same one for the same scene: a new one would move the map. */
const made = new WeakMap<Scene, Scene>();

/** A scene as it stands in the past: its legend names nothing that was not kept. */
export function sceneThen(scene: Scene): Scene {
  const known = made.get(scene);
  if (known) return known;
  const legend = scene.legend.flatMap((row) =>
    row.kept === null ? [] : [{ ...row, words: row.kept ?? row.words }],
  );
  const then = { ...scene, legend };
  made.set(scene, then);
  return then;
}
