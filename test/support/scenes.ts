import { expect } from 'vitest';
import { SceneFigures } from '#contracts/scene.ts';
import { bearer } from './app.ts';
import { testSecrets } from './chengyun.ts';

/** The figures of a scene, asked for by the city's own token where no other account is named. */
export async function askScene(
  { url }: { url: string },
  id: string,
  headers: Record<string, string> = bearer(testSecrets.CHENGYUN_API_TOKEN),
): Promise<SceneFigures> {
  const answer = await fetch(`${url}/api/wall/scenes/${id}`, { headers });
  expect(answer.status).toBe(200);
  return SceneFigures.parse(await answer.json());
}

/** A measuring point in the middle of 端州, registered under the district that is said. WGS 84. */
export const pointOf = (id: string, metrics: string[], districtCode = '441202') => ({
  id,
  name: `测点 ${id}`,
  kind: '测点',
  lng: 112.46,
  lat: 23.05,
  districtCode,
  departmentCode: null,
  groupCode: '',
  metrics,
});
