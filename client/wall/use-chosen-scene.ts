import { useEffect, useLayoutEffect, useState } from 'react';
import type { Dispatch, SetStateAction } from 'react';
import { addressOfScene, nextScene, sceneFromAddress } from './screen.ts';
import type { Scene } from './scene.ts';
import { scenes as allScenes } from './scenes.ts';

/** The scene that this screen has chosen by itself, in its address too: it can be sent to others, and is here again after a reload. */
export function useChosenScene(): [id: string, choose: Dispatch<SetStateAction<string>>] {
  const [chosen, setChosen] = useState(() => sceneFromAddress(location.search, allScenes));
  useEffect(() => history.replaceState(null, '', addressOfScene(location.href, chosen)), [chosen]);
  return [chosen, setChosen];
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
