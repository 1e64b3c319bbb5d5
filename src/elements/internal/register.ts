/** Registration that can be repeated: by two entries, in any order, by two copies of the bundle. */
import { pageRegistry } from '../../config.js';
import { VERSION } from '../../version.js';

/**
 * Registers `element` under `tag`, unless something is registered there: the first one stays. Where that is of an older copy
 * of the package, the console is told, once a page.
 */
export function register(tag: string, element: CustomElementConstructor): void {
  const registry = pageRegistry();
  // Absent where a copy made the registry that did not say its version yet.
  const versions = (registry.versions ??= {});
  const known = customElements.get(tag);
  if (!known) {
    customElements.define(tag, element);
    versions[tag] = VERSION;
    return;
  }
  const first = versions[tag] ?? '0';
  if (known === element || registry.warned || first.localeCompare(VERSION, 'en', { numeric: true }) >= 0) return;
  registry.warned = true;
  const older = first === '0' ? 'an older version' : first;
  console.warn(`pay-elements ${VERSION} was loaded after ${older}, whose <${tag}> stays on this page. Load one copy.`);
}
