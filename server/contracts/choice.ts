import { z } from 'zod';

/** One of a few codes; the Chinese names go with the schema (`.meta().names`), so that a form can be built from it. */
export function choice<const Names extends Record<string, string>>(
  names: Names,
): z.ZodEnum<{ [Code in keyof Names & string]: Code }> {
  const codes = Object.fromEntries(Object.keys(names).map((code) => [code, code]));
  return z.enum(codes as { [Code in keyof Names & string]: Code }).meta({ names });
}
