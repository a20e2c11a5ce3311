import { readScenes } from './scene.ts';

/** Every scene of the folder; a file without its definition stops the page at its start. */
export const scenes = readScenes(import.meta.glob('./scenes/*.tsx', { eager: true }));
