/** How a mail goes with the dark theme, and the colours of one whose paper turns dark. */

/**
 * `own`: it brings a dark design of its own. `plain`: it has text and no design, so its paper can turn dark. `paper`: it
 * was designed on light paper, and stays there until the reader asks for something else.
 */
export type ColourScheme = 'own' | 'plain' | 'paper';

/** The paper of the dark theme, as in the window's tokens, and the ink on it. */
export const DARK_PAPER = '#212327';
export const DARK_INK = '#ecebe8';

/** What of a mail is looked at; a design shows long before. */
const MOST = 1_000_000;

const DECLARES =
  /<meta\b[^>]*\bname\s*=\s*["']?(?:supported-)?color-schemes?\b[^>]*>|[{;\s]color-scheme\s*:[^;}]*/gi;
const DARK_RULES = /prefers-color-scheme\s*:\s*dark/i;
const BACKGROUNDS =
  /\bbgcolor\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))|\bbackground(?:-color|-image)?\s*:\s*([^;}"'<]*)|\bbackground\s*=\s*["']?(\S+)/gi;
/** As good as none on light paper, and words that only say where a background is. */
const NO_BACKGROUND =
  /^(?:none|transparent|initial|inherit|unset|auto|white|#?fff(?:fff)?|window|rgba?\(\s*255[\s,]+255[\s,]+255\b[^)]*\)|!?important|(?:no-)?repeat|scroll|center|top|left|0(?:%|px|pt)?)$/;

/** Decides by what its author wrote. */
export function colourScheme(html: string): ColourScheme {
  const looked = html.slice(0, MOST);
  const declares = [...looked.matchAll(DECLARES)].some(([found]) => /\bdark\b/i.test(found));
  if (declares && DARK_RULES.test(looked)) return 'own';
  for (const match of looked.matchAll(BACKGROUNDS)) {
    const value = match.slice(1).find((group) => group !== undefined) ?? '';
    const words = value.toLowerCase().match(/[a-z]+\([^)]*\)?|[^\s,]+/g) ?? [];
    if (!words.every((word) => NO_BACKGROUND.test(word))) return 'paper';
  }
  return 'plain';
}

const NAMED: Record<string, string> = {
  ...{ black: '#000', white: '#fff', red: '#f00', green: '#008000', blue: '#00f', navy: '#000080' },
  ...{ gray: '#808080', grey: '#808080', silver: '#c0c0c0', maroon: '#800000', purple: '#800080' },
  ...{ teal: '#008080', olive: '#808000', orange: '#ffa500', darkblue: '#00008b', dimgray: '#696969' },
};

/**
 * A text colour meant for light paper, for both: as written there, and on dark paper of the same hue, light enough to be
 * read. What is as good as white was not meant to be seen. `null`: a colour that goes with both already, or none.
 */
export function inkForBoth(value: string): string | null {
  const written = value.trim().toLowerCase();
  const rgb = parse(NAMED[written] ?? written);
  if (written === 'windowtext') return 'inherit';
  if (!rgb) return null;
  const [red, green, blue] = rgb.map((part) => part / 255) as [number, number, number];
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const lightness = (most + least) / 2;
  if (lightness > 0.9) return `light-dark(${hex(rgb)},transparent)`;
  const spread = most - least;
  const saturation = spread === 0 ? 0 : spread / (1 - Math.abs(2 * lightness - 1));
  const hue =
    spread === 0
      ? 0
      : most === red
        ? ((green - blue) / spread + 6) % 6
        : most === green
          ? (blue - red) / spread + 2
          : (red - green) / spread + 4;
  const lifted = 0.93 - 0.16 * lightness;
  const numbers = [Math.round(hue * 60), Math.round(saturation * 100), Math.round(lifted * 100)];
  return `light-dark(${hex(rgb)},hsl(${numbers[0]} ${numbers[1]}% ${numbers[2]}%))`;
}

export type Rgb = [number, number, number];

/** Characters of a value in which a colour is looked for. */
const MOST_OF_VALUE = 400;

/** The first colour that a value of CSS or an attribute names and that hides what is below it. */
export function colourIn(value: string): Rgb | null {
  for (const [word] of value
    .slice(0, MOST_OF_VALUE)
    .toLowerCase()
    .matchAll(/rgba?\([^)]*\)|#?[\w-]+/g)) {
    const seeThrough = /^rgba\(.*[,/]\s*(?:0?\.[0-4]\d*|0)\s*\)$/.test(word);
    const rgb = seeThrough ? null : parse(NAMED[word] ?? word);
    if (rgb) return rgb;
  }
  return null;
}

const hex = (rgb: Rgb) => `#${rgb.map((part) => part.toString(16).padStart(2, '0')).join('')}`;

function parse(value: string): Rgb | null {
  const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(value)?.[1];
  if (digits) {
    const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : digits.match(/../g)!;
    return pairs.map((pair) => Number.parseInt(pair, 16)) as Rgb;
  }
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(value);
  return parts ? (parts.slice(1).map((part) => Math.min(255, Number(part))) as Rgb) : null;
}
