import type { Severity } from '#contracts/incident.ts';

/** Colours of the light and dark pages (LOOK, tokens). The wall has its own in plain CSS. */
export const palette = {
  light: {
    ground: '#F6F7F9',
    surface: '#FFFFFF',
    ink: '#16202B',
    second: '#5B6977',
    line: '#E1E6EB',
    accent: '#1668DC',
    accentGround: '#EAF2FD',
    done: '#2A9D5C',
    alarm: '#C4242B',
  },
  dark: {
    ground: '#0B1118',
    surface: '#121B26',
    ink: '#E6EDF5',
    second: '#8CA0B5',
    line: '#243447',
    accent: '#4CC2FF',
    accentGround: '#14293D',
    done: '#38C172',
    alarm: '#FF6B6C',
  },
} as const;

type LevelColour = { fill: string; numeral: string; word: string };

/** Severity on light ground; for severity only. */
export const lightLevels: Record<Severity, LevelColour> = {
  1: { fill: '#D92F33', numeral: '#FFFFFF', word: '#C4242B' },
  2: { fill: '#E8710A', numeral: '#16202B', word: '#B45309' },
  3: { fill: '#F2C200', numeral: '#16202B', word: '#5B6977' },
  4: { fill: '#1F6FD6', numeral: '#FFFFFF', word: '#5B6977' },
};

/** Severity on dark ground. */
export const darkLevels: Record<Severity, LevelColour> = {
  1: { fill: '#FF4D4F', numeral: '#FFFFFF', word: '#FF6B6C' },
  2: { fill: '#FF8A1F', numeral: '#0C131D', word: '#FF8A1F' },
  3: { fill: '#FFD21E', numeral: '#0C131D', word: '#FFD21E' },
  4: { fill: '#3E9BFF', numeral: '#0C131D', word: '#3E9BFF' },
};

export type ThemeName = keyof typeof palette;

const storageKey = 'chengyun.theme';

/** The person's choice on this computer; light unless chosen otherwise. */
export function storedTheme(): ThemeName {
  return localStorage.getItem(storageKey) === 'dark' ? 'dark' : 'light';
}

/** Remembers the choice and gives the page its CSS variables (base.css reads `data-theme`). */
export function applyTheme(name: ThemeName): void {
  localStorage.setItem(storageKey, name);
  document.documentElement.dataset['theme'] = name;
}
