import { describe, expect, it } from 'vitest';
import { PartsPage } from '../../../shared/adapters/portal/parts-page.tsx';
import { portalCss } from '../../../shared/adapters/portal/portal-css.ts';
import { inks, pairs, papers } from '../../../shared/adapters/portal/portal-tokens.ts';

/** WCAG 2.1, relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const schemes = ['light', 'dark'] as const;

describe('colours', () => {
  it.each(pairs.flatMap(([ink, paper]) => schemes.map((scheme) => ({ ink, paper, scheme }))))(
    '$ink on $paper is readable in the $scheme scheme',
    ({ ink, paper, scheme }) => {
      expect(contrast(inks[ink][scheme], papers[paper][scheme])).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('is reckoned as WCAG does it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('stand in the tokens only', () => {
    const rules = portalCss.slice(portalCss.indexOf('*{box-sizing'));

    expect(rules.match(/#[0-9a-f]{3,8}\b/g)).toBeNull();
  });
});

describe('the stylesheet', () => {
  it('is small, and says every size by its token', () => {
    expect(portalCss.length).toBeLessThan(13_000);
    expect(
      portalCss.match(/font-size:(?!var\(--f\d\)|inherit|13px|19px|\.92em)[^;}]+/g),
    ).toBeNull();
  });

  it('knows every class that the parts use', async () => {
    const page = String(await (<PartsPage />));
    const used = [...page.matchAll(/class="([^"]+)"/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );

    expect([...new Set(used)].filter((name) => !portalCss.includes(`.${name}`))).toEqual([]);
  });
});
