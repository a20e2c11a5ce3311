import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The definitions of a folder: one file each, exporting `name` with an id that is the file name. Throws, so that the
 * program does not start, on a file that lacks its definition.
 */
export async function loadFolder<T extends { id: string }>(folder: string, name: string): Promise<T[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).sort();
  return Promise.all(
    files.map(async (file) => {
      const found = (await import(pathToFileURL(path.join(folder, file)).href)) as Record<string, unknown>;
      const definition = found[name];
      if (typeof definition !== 'object' || definition === null || !('id' in definition))
        throw new Error(`${path.join(folder, file)} does not export ${name}`);
      if (definition.id !== path.basename(file, '.ts'))
        throw new Error(`${path.join(folder, file)} declares the id "${String(definition.id)}"`);
      return definition as T;
    }),
  );
}
