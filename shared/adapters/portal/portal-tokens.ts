/*
 * What every page is made of: sizes of type and space, and colours in both schemes. A test reckons the
 * contrast of each pair, so a colour is changed here and nowhere else.
 */

/** Pixels at a browser's usual 16; written as rem, so that they follow a reader's own size. */
export const typePx = { f0: 13, f1: 15, f2: 18, f3: 24, f4: 32 } as const;
export const spacePx = { s1: 4, s2: 8, s3: 12, s4: 16, s5: 24, s6: 40 } as const;
export const radiusPx = 10;

interface Shade {
  light: string;
  dark: string;
}

/** Text, marks and bars. */
export const inks = {
  ink: { light: '#16202e', dark: '#e8edf3' },
  soft: { light: '#556172', dark: '#a8b5c3' },
  brand: { light: '#0b5a8a', dark: '#6fbcec' },
  ok: { light: '#17663a', dark: '#7fd6a1' },
  warn: { light: '#864600', dark: '#f0bb72' },
  bad: { light: '#a3261b', dark: '#f3a49c' },
  bar: { light: '#2c76ab', dark: '#5fa8d9' },
} as const satisfies Record<string, Shade>;

/** What they stand on. */
export const papers = {
  page: { light: '#f6f7f9', dark: '#10161e' },
  card: { light: '#ffffff', dark: '#18212c' },
  'brand-ink': { light: '#ffffff', dark: '#08131d' },
  'ok-paper': { light: '#e4f4ea', dark: '#12301f' },
  'warn-paper': { light: '#fdf1df', dark: '#33240d' },
  'bad-paper': { light: '#fdeae8', dark: '#3a1714' },
  /** Lines and tracks; nothing is told by them alone. */
  line: { light: '#dfe4ea', dark: '#2f3b49' },
} as const satisfies Record<string, Shade>;

/** Which ink is written on which paper: 4.5:1 or more, in both schemes. */
export const pairs: ReadonlyArray<[keyof typeof inks, keyof typeof papers]> = [
  ['ink', 'page'],
  ['ink', 'card'],
  ['soft', 'page'],
  ['soft', 'card'],
  ['brand', 'page'],
  ['brand', 'card'],
  ['brand', 'brand-ink'],
  ['ok', 'card'],
  ['ok', 'ok-paper'],
  ['warn', 'card'],
  ['warn', 'warn-paper'],
  ['ink', 'warn-paper'],
  ['brand', 'warn-paper'],
  ['bad', 'card'],
  ['bad', 'bad-paper'],
  ['ink', 'bad-paper'],
  ['ink', 'ok-paper'],
  ['brand', 'ok-paper'],
  ['soft', 'line'],
  ['bar', 'card'],
  ['bar', 'page'],
];

/** The tokens as custom properties, light first. */
export function tokensCss(): string {
  const sizes = [
    ...Object.entries(typePx).map(([name, px]) => `--${name}:${px / 16}rem`),
    ...Object.entries(spacePx).map(([name, px]) => `--${name}:${px / 16}rem`),
    `--r:${radiusPx}px`,
  ].join(';');
  return [
    `:root{color-scheme:light dark;${sizes};${coloursCss('light')}}`,
    `@media (prefers-color-scheme:dark){:root{${coloursCss('dark')}}}`,
    '',
  ].join('\n');
}

function coloursCss(scheme: keyof Shade): string {
  return Object.entries({ ...inks, ...papers })
    .map(([name, shade]) => `--${name}:${shade[scheme]}`)
    .join(';');
}
