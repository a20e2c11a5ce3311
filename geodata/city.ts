import { readFileSync } from 'node:fs';
import path from 'node:path';
import { City } from '#contracts/city.ts';

/** Where a city's own data lies. */
export function cityFolder(id: string): string {
  return path.join(import.meta.dirname, id);
}

/** Reads geodata/<id>/city.json; throws one line that says which city is missing or what is wrong in it. */
export function readCity(id: string): City {
  const file = path.join(cityFolder(id), 'city.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`没有名为“${id}”的城市：请检查 CITY，或建立 geodata/${id}/city.json。`);
  }
  const parsed = City.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`geodata/${id}/city.json 有误：\n${lines.join('\n')}`);
}
