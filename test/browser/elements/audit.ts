import { expect } from '@open-wc/testing';
import { sections } from '../../../demo/gallery/scenes.js';
import { bubble, prepare } from '../../../demo/gallery/stage.js';
import { clear, drawn, still } from './harness.js';

/** What lies under the elements, so that contrast is measured against it. */
const grounds = { light: '#ffffff', dark: '#17191f' } as const;

/** Audits every scene of the gallery, awaited, in a theme. A file for each: together they take minutes. */
export function auditScenes(theme: 'light' | 'dark'): void {
  describe(`in ${theme}, axe finds nothing in`, () => {
    before(prepare);
    beforeEach(() => {
      document.documentElement.style.colorScheme = theme;
      document.body.style.background = grounds[theme];
    });
    afterEach(() => {
      clear();
      document.documentElement.style.colorScheme = '';
      document.body.style.background = '';
    });

    for (const scene of sections.flatMap(({ scenes }) => scenes).filter(({ offline }) => !offline))
      it(`${scene.state}: ${scene.caption}`, async () => {
        const { box, element, done } = bubble(scene);
        const { does, state } = scene;
        document.body.append(box);
        if (
          does !== undefined &&
          !['opening', 'submitting', 'authenticating', 'unknown', 'unavailable'].includes(state)
        )
          await done;
        // Those whose state is to wait are awaited by that state.
        if ('state' in element && does !== 'looks at the receipt')
          await new Promise<void>((resolve) => {
            const look = (): void => {
              const { status } = element.state as { status: string };
              if (status === state) resolve();
            };
            element.addEventListener('pay-change', look);
            look();
          });
        await drawn(element);
        await still(element);
        await expect(element).to.be.accessible();
      });
  });
}
