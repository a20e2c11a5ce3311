import { readFileSync } from 'node:fs';
import path from 'node:path';
import { City } from '#contracts/city.ts';

/** Where a city's own data lies: `name` is a folder of geodata/, or the path of one elsewhere. */
export function cityFolder(name: string): string {
  return name.includes('/') ? path.resolve(name) : path.join(import.meta.dirname, name);
}

/** Reads the city.json of a city's folder; throws one line that says which city is missing or what is wrong in it. */
export function readCity(name: string): City {
  const file = path.join(cityFolder(name), 'city.json');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`没有名为“${name}”的城市：请检查 CITY，或建立 ${said(name)}。`);
  }
  const parsed = City.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${said(name)} 有误：\n${lines.join('\n')}`);
}

const said = (name: string): string => `${name.includes('/') ? name : `geodata/${name}`}/city.json`;
