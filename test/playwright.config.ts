// Drives the demo and the built package like a payer. Each spec starts the servers it needs on ports of its own.
import { defineConfig } from '@playwright/test';
import { browserArgs, browserPath } from './support/browser.mjs';

const executablePath = await browserPath();
const counts = process.env['PAY_COUNTS'];

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../test-results',
  fullyParallel: false,
  // One at a time: some hold a time limit, and the smallest machine has two cores.
  workers: 1,
  timeout: 60_000,
  // A payment crosses three processes: beside other work on two cores, the server alone was seen to take five seconds.
  expect: { timeout: 15_000 },
  forbidOnly: true,
  reporter: [['list'], ...(counts ? [['json', { outputFile: `${counts}/e2e.raw.json` }] as const] : [])],
  use: { trace: 'retain-on-failure', launchOptions: { executablePath, args: browserArgs } },
});
