import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { dispatchWords, modesOf } from '#contracts/dispatch-mode.ts';
import { ReplyTemplate, Unit } from '#contracts/reference.ts';
import type { ReferenceKind } from '#contracts/reference.ts';
import { BaseMap } from '#contracts/wall.ts';
import { apiGet } from '../shared/api.ts';
import { camerasQuery } from '../shared/map/cameras.ts';

/** Of a row of reference data the desk needs no more than how it is called. */
const Named = z.object({ items: z.array(z.object({ code: z.string(), name: z.string() })) });
const stands = { staleTime: 600_000 };

async function namedOf(kind: ReferenceKind): Promise<{ code: string; name: string }[]> {
  return (await apiGet(`/api/reference/${kind}`, Named)).items;
}

/** 类别 as they stand now. */
export function useCategories() {
  return useQuery({
    queryKey: ['reference', 'category'],
    queryFn: () => namedOf('category'),
    ...stands,
  });
}

const Units = z.object({
  items: z.array(Unit.pick({ code: true, name: true, dispatchMode: true, type: true, parentCode: true })),
});

/** 承办单位 as they stand now. */
export function useUnits() {
  return useQuery({
    queryKey: ['reference', 'unit'],
    queryFn: async () => (await apiGet('/api/reference/unit', Units)).items,
    ...stands,
  });
}

/** What giving a matter to this unit is called; 交 while the list of units is not there. */
export function useDispatchWords(): (code: string | null, name: string | null) => string {
  const { data = [] } = useUnits();
  return (code, name) => {
    const unit = data.find((one) => one.code === code);
    return unit
      ? dispatchWords({ name: unit.name, dispatchMode: modesOf(unit, 'host')[0]! })
      : `交${name ?? '承办单位'}`;
  };
}

const Templates = z.object({ items: z.array(ReplyTemplate) });

/** 答复模板 as they stand now. */
export function useReplyTemplates() {
  return useQuery({
    queryKey: ['reference', 'reply-template'],
    queryFn: async () => (await apiGet('/api/reference/reply-template', Templates)).items,
    ...stands,
  });
}

/** The sketch of the city under the desk's map. */
export function useBaseMap() {
  return useQuery({
    queryKey: ['map', 'base'],
    queryFn: () => apiGet('/api/map/base', BaseMap),
    ...stands,
  });
}

/** Registered cameras, once the map of the desk has a place to look at. */
export function useCameras(enabled: boolean) {
  return useQuery({
    ...camerasQuery,
    ...stands,
    enabled,
  });
}

const Features = z.object({
  features: z.array(z.object({ properties: z.object({ code: z.coerce.string(), name: z.string() }) })),
});

/** Names of the districts by code, from the map's own districts. */
export function districtNames(base: BaseMap | undefined): ReadonlyMap<string, string> {
  const parsed = Features.safeParse(base?.districts);
  return new Map(
    parsed.success ? parsed.data.features.map(({ properties: { code, name } }) => [code, name]) : [],
  );
}
