// Elements from src in a real browser. The sandbox and a payment server run beside it, on ports of their own.
import { writeFileSync } from 'node:fs';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { browserArgs, browserPath } from './support/browser.mjs';
import { startStack } from './support/stack.ts';

const executablePath = await browserPath();
const stack = await startStack();
const count = {
  stop() {},
  reportTestFileResults() {},
  onTestRunFinished({ sessions }) {
    const tests = [];
    const walk = (suite) => {
      if (!suite) return;
      tests.push(...suite.tests);
      suite.suites.forEach(walk);
    };
    for (const session of sessions) walk(session.testResults);
    const failed = tests.filter((test) => !test.passed && !test.skipped).length + sessions.filter((session) => session.errors.length > 0 && !session.passed).length;
    if (process.env.PAY_COUNTS) writeFileSync(`${process.env.PAY_COUNTS}/browser.json`, JSON.stringify({ passed: tests.filter((test) => test.passed).length, failed }));
  },
};

export default {
  rootDir: '.',
  files: process.env.FILES ?? 'test/browser/**/*.test.ts',
  nodeResolve: { browser: true, exportConditions: ['browser', 'development'] },
  plugins: [
    esbuildPlugin({ ts: true, tsconfig: 'tsconfig.json', target: 'es2022' }),
    { name: 'stack', async serverStop() { await stack.close(); } },
  ],
  testRunnerHtml: (path) =>
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title></head><body><script>globalThis.payStack=${JSON.stringify(stack.urls)}</script><script type="module" src="${path}"></script></body></html>`,
  browsers: [
    chromeLauncher({
      concurrency: 2,
      // Tabs behind another one get no animation frames otherwise, and axe times out.
      createPage: async ({ context }) => {
        const page = await context.newPage();
        await page.emulateFocusedPage(true);
        return page;
      },
      launchOptions: { executablePath, headless: /shell|node_modules/.test(executablePath) ? 'shell' : true, args: browserArgs },
    }),
  ],
  testsFinishTimeout: 300_000,
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  reporters: [defaultReporter(), count],
};
