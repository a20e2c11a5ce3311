import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { SceneFigures, SceneSubjects } from '#contracts/scene.ts';
import type { SceneDraft } from '#contracts/scene.ts';
import { can } from '#domain/rights.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import { recordsBegin } from '#store/scenes.ts';
import { route } from './route.ts';
import type { Call, Route } from './route.ts';
import { categoriesOf } from './support/scene.ts';
import type { SceneMaker } from './support/scene.ts';
import { sharedBy } from './support/shared.ts';

const folder = path.join(import.meta.dirname, 'scenes');

/** Every scene of the folder. Throws on a file without its definition. */
async function readScenes(): Promise<SceneMaker[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const file = (await import(pathToFileURL(path.join(folder, name)).href)) as { scene?: SceneMaker };
      if (file.scene?.id !== path.basename(name, '.ts'))
        throw new Error(`server/http/scenes/${name} exports no scene of its name`);
      return file.scene;
    }),
  );
}

type Asked = Pick<Call<unknown, unknown>, 'pool' | 'scope' | 'reference'>;

function routeOf(scene: SceneMaker): Route {
  const { id, title, right, figures } = scene;
  const answer = async ({ pool, scope, reference }: Asked): Promise<SceneDraft & { asOf: string }> =>
    inSnapshot(pool, scope, async (tx) => {
      const now = await cityNow(tx);
      const known = reference();
      const categories = categoriesOf(known, scene);
      const since = await recordsBegin(tx);
      return {
        asOf: now.toISOString(),
        ...(await figures({ tx, now, since, reference: known, categories })),
      };
    });
  return route({
    method: 'get',
    path: `/api/wall/scenes/${id}`,
    right,
    summary: `大屏专题：${title}`,
    answer: SceneFigures,
    // Walls ask each 10 s: one answer serves all of one scope for five.
    handle: sharedBy(5_000, ({ scope }) => JSON.stringify(scope), answer),
  });
}

const scenes = await readScenes();

export const routes = [
  route({
    method: 'get',
    path: '/api/wall/scenes',
    right: 'wall.read',
    summary: '大屏专题：可看的专题及其小类',
    answer: SceneSubjects,
    handle: async ({ actor, reference }) => ({
      items: scenes
        .filter(({ right }) => can(actor, right))
        .map((scene) => ({ id: scene.id, categories: categoriesOf(reference(), scene) })),
    }),
  }),
  ...scenes.map(routeOf),
];
