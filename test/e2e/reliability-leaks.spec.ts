/** What a long-lived page has left after it has shown and removed many requests, in the browser's own figures. */
import { expect, test, type CDPSession } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { makeRequest, pageOf } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

interface Figures {
  heap: number;
  nodes: number;
  listeners: number;
}

async function figuresOf(session: CDPSession): Promise<Figures> {
  // Twice: what a finalizer of the first round lets go of goes in the second.
  for (let round = 0; round < 2; round++) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
  return { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

test('1,000 elements that were mounted and removed leave no node, no listener and no heap behind', async ({ page }) => {
  const request = await makeRequest(demo);
  const site = await servePages({ '/': pageOf(demo, '') });
  try {
    await page.goto(site.url);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const mount = (count: number): Promise<void> =>
      page.evaluate(
        async ({ count, request, backend }) => {
          for (let made = 0; made < count; made++) {
            const element = document.createElement('pay-request');
            // Another id each time, so that each has a session of its own.
            const id = `req_${String(made).padStart(22, '0')}`;
            Object.assign(element, { backend, moneyRequest: { ...request, id } });
            document.body.append(element);
            await element.updateComplete;
            element.remove();
            // The session lets go a microtask later.
            await Promise.resolve();
          }
        },
        { count, request, backend: `${demo.url}/api` },
      );
    // Everything that is fetched and made once is there after the first ones.
    await mount(1000);
    const before = await figuresOf(session);
    await mount(1000);
    const after = await figuresOf(session);
    console.log('after 1,000:', before, 'after 2,000:', after);
    expect(after.nodes - before.nodes).toBeLessThan(50);
    expect(after.listeners - before.listeners).toBeLessThan(20);
    // One element kept would be 1,000 times some kilobytes; the rest is what the stream needs once.
    expect(after.heap - before.heap).toBeLessThan(500_000);
  } finally {
    await site.close();
  }
});
