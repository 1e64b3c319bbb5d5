/** Registration that can be repeated: by two entries, in any order, by two copies of the bundle. */
import { pageRegistry } from '../../config.js';
import { VERSION } from '../../version.js';

/** What is registered under a tag; copies from before this version do not say theirs. */
type Registered = CustomElementConstructor & { version?: string };

/**
 * Registers `element` under `tag`, unless something is registered there: the first one stays. Where that is of an older copy
 * of the package, the console is told, once a page.
 */
export function register(tag: string, element: CustomElementConstructor): void {
  const first: Registered | undefined = customElements.get(tag);
  if (!first) return customElements.define(tag, Object.assign(element, { version: VERSION }));
  const registry = pageRegistry();
  const { version = '0' } = first;
  if (first === element || registry.warned || version.localeCompare(VERSION, 'en', { numeric: true }) >= 0) return;
  registry.warned = true;
  console.warn(`<${tag}> is of an older pay-elements (${version}). Load one copy.`);
}
