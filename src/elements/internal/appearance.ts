/** Reads the look in force as computed values: Stripe's frames see no custom property of the page. */
import type { FieldAppearance } from '../../session/index.js';

/** Where the text is in a cell of `styles/card.ts`, in CSS px. */
const CELL = {
  rowHeight: 56,
  paddingInline: 12,
  paddingBlockStart: 24,
  fieldHeight: 24,
  endInset: 12,
  gap: 0,
} as const;

/** What the form's `.probe` wears, as Stripe's fields are to be told: see `styles/card.ts`. */
export function readAppearance(probe: Element): FieldAppearance {
  const style = getComputedStyle(probe);
  const color = plain(style.color);
  const muted = plain(style.borderTopColor);
  return {
    color,
    placeholderColor: muted,
    // A wrong cell is outlined and said in words: what was typed stays legible.
    invalidColor: color,
    disabledColor: muted,
    accent: plain(style.outlineColor),
    surface: plain(style.backgroundColor),
    danger: plain(style.textDecorationColor),
    radius: style.borderTopLeftRadius,
    fontFamily: style.fontFamily,
    // iOS zooms into a smaller one.
    fontSize: isTouch() ? '16px' : '15px',
    lineHeight: `${CELL.fieldHeight}px`,
    colorScheme: luminance(plain(style.backgroundColor)) < luminance(color) ? 'dark' : 'light',
    direction: style.direction === 'rtl' ? 'rtl' : 'ltr',
    cell: CELL,
  };
}

/** `color(srgb …)`, which `.probe` makes of any notation, as `rgb(r, g, b)`: all that other parsers surely know. */
function plain(color: string): string {
  const channels = /^color\(srgb ([\d.e+-]+) ([\d.e+-]+) ([\d.e+-]+)/.exec(color)?.slice(1);
  return channels ? `rgb(${channels.map((channel) => Math.round(Number(channel) * 255)).join(', ')})` : color;
}

/** A test runner's document knows no media. */
function isTouch(): boolean {
  return (globalThis as Partial<typeof globalThis>).matchMedia?.('(pointer: coarse)').matches ?? false;
}

function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = color.match(/[\d.]+/g)?.map(Number) ?? [];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
