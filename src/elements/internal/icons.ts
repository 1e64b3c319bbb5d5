/** Icons, drawn on a grid of 20 px with lines of 1.5, in the colour of the text beside them. */
import { html, type TemplateResult } from 'lit';

/** One icon of one path. */
export function icon(path: string, name = ''): TemplateResult {
  return html`<svg class=${name} viewBox="0 0 20 20" aria-hidden="true"><path d=${path} /></svg>`;
}

/** The path of a circle around a point. */
export function circle(x: number, y: number, r: number): string {
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0-${2 * r} 0`;
}

const ring = circle(10, 10, 7.25);
const card = 'M4.75 4.75h10.5a2 2 0 0 1 2 2v6.5a2 2 0 0 1-2 2H4.75a2 2 0 0 1-2-2v-6.5a2 2 0 0 1 2-2z';

export const icons = {
  check: icon('m4.2 10.4 3.9 3.8 7.7-8.4', 'good'),
  clock: icon(`${ring}M10 6v4.2l2.7 1.7`),
  back: icon('M7.4 4.6 4 8l3.4 3.4M4.2 8h7.3a4.1 4.1 0 0 1 0 8.2H8.2'),
  card: icon(`${card}M3 8.5h14M6 12.2h2.6`),
  alert: icon(`${ring}M10 6.4v4.3M10 13.5v.01`, 'alert'),
  withdrawn: icon(`${ring}M7.5 7.5l5 5m0-5-5 5`),
  offline: icon(
    'M2.9 8.4A10.5 10.5 0 0 1 6.8 6m10.3 2.4a10.5 10.5 0 0 0-5.6-2.7m-5.8 5.8a6.4 6.4 0 0 1 2.5-1.5m6.1 1.5-.7-.6m-5 3.3a2.2 2.2 0 0 1 2.8 0M4 3.6l12 12.9',
  ),
  code: icon(`${card}M3 8h14m-7.1 4v.01M12.2 12v.01M14.5 12v.01`),
  done: icon(`${ring}M6.8 10.1l2.3 2.3 4.1-4.6`, 'good'),
  onward: icon('m6 14 8-8M7.4 6H14v6.6', 'onward'),
} as const;
