import { useEffect, useLayoutEffect, useState } from 'react';
import type { Dispatch, SetStateAction } from 'react';
import { addressOfScene, nextScene, sceneFromAddress, unknownScene } from './screen.ts';
import type { Scene } from './scene.ts';
import { scenes as allScenes } from './scenes.ts';

/** So long it is said that the address named a scene which is not there. */
const unknownForMs = 30_000;

type Chosen = {
  id: string;
  choose: Dispatch<SetStateAction<string>>;
  /** The address named a scene that is not there: said for a while. */
  unknown: string | null;
};

/** The scene that this screen has chosen by itself, in its address too: it can be sent to others, and is here again after a reload. */
export function useChosenScene(): Chosen {
  const [id, choose] = useState(() => sceneFromAddress(location.search, allScenes));
  const [unknown, setUnknown] = useState(() => unknownScene(location.search, allScenes));
  useEffect(() => history.replaceState(null, '', addressOfScene(location.href, id)), [id]);
  useEffect(() => {
    const timer = setTimeout(() => setUnknown(null), unknownForMs);
    return () => clearTimeout(timer);
  }, []);
  return { id, choose, unknown };
}

/** Digits and arrows change the scene, unless they are meant for a field. */
export function useSceneKeys(choose: Dispatch<SetStateAction<string>>, scenes: readonly Scene[]): void {
  useLayoutEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent): void => {
      if (!(target instanceof HTMLInputElement)) choose((id) => nextScene(scenes, id, key));
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [choose, scenes]);
}
