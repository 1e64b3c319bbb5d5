/**
 * Gives an element these styles and no others, whatever rules the page has. Through CSSOM: no Content-Security-Policy
 * minds it. What hides a whole part of a page, or stops it from being pressed, still holds.
 */
export function dress(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  element.style.cssText = '';
  const all = { all: 'initial', visibility: 'inherit', 'pointer-events': 'inherit', ...styles };
  for (const [property, value] of Object.entries(all)) element.style.setProperty(property, value, 'important');
}
