import { useQueries, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ReferenceKind } from '#contracts/reference.ts';
import { apiGet } from '../shared/api.ts';

/** Codes with their names, as they stand now. */
export type NameTable = ReadonlyMap<string, string>;
export type Names = { of: (kind: ReferenceKind) => NameTable; districts: NameTable };

const Named = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) });
const linked = ['duty', 'family', 'category', 'unit', 'threshold'] as const;
const stands = { staleTime: 60_000 };
const nothing: NameTable = new Map();

async function namesAt(path: string): Promise<NameTable> {
  const { items } = await apiGet(path, Named);
  return new Map(items.map(({ code, name }) => [code, name]));
}

/** Names of everything that reference data and accounts point at; empty tables until they are here. */
export function useNames(): Names {
  const tables = useQueries({
    queries: linked.map((kind) => ({
      queryKey: ['reference', 'names', kind],
      queryFn: () => namesAt(`/api/reference/${kind}`),
      ...stands,
    })),
  });
  const districts = useQuery({
    queryKey: ['districts'],
    queryFn: () => namesAt('/api/districts'),
    ...stands,
  });
  return {
    of: (kind) => tables[linked.findIndex((one) => one === kind)]?.data ?? nothing,
    districts: districts.data ?? nothing,
  };
}

/** Choices for a picker, found by name or code. */
export function optionsOf(table: NameTable): { value: string; label: string }[] {
  return [...table].map(([value, label]) => ({ value, label }));
}
