// Runs every suite but the deep one and prints one line of totals. `node test/run.mjs node deep` runs some of them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const counts = mkdtempSync(join(tmpdir(), 'pay-elements-'));
const env = { ...process.env, PAY_COUNTS: counts };
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', env }).status ?? 1;
const files = (folder) =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))).filter((name) => name.endsWith('.test.ts')).sort() : [];
const node = (...args) => run(process.execPath, args);

// Tests that wait for others' processes leave a processor free.
const AT_ONCE = Math.max(2, availableParallelism() - 1);
const nodeTests = (name, timeout, ...wanted) =>
  node('--import', 'tsx', '--test', `--test-concurrency=${AT_ONCE}`, `--test-timeout=${timeout}`, '--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=./test/support/count.mjs', `--test-reporter-destination=${counts}/${name}.json`, ...wanted);

const suites = {
  node: () => nodeTests('node', 300_000, ...files('test/node')),
  browser: () => node('--import', 'tsx', 'node_modules/@web/test-runner/dist/bin.js', '--config', 'test/web-test-runner.config.mjs'),
  e2e: () => node('node_modules/@playwright/test/cli.js', 'test', '-c', 'test/playwright.config.ts'),
  // More runs of the model; a death at each step; what needs programs that are installed for it.
  deep() {
    env.TEST_DEEP = '1';
    const status = nodeTests('deep', 1_800_000, ...files('test/deep'), 'test/node/faults/model.test.ts', 'test/node/faults/kill.test.ts');
    delete env.TEST_DEEP;
    return status;
  },
};

function totals(name) {
  const raw = join(counts, `${name}.raw.json`);
  if (existsSync(raw)) {
    const { stats } = JSON.parse(readFileSync(raw, 'utf8'));
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  }
  const file = join(counts, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 1 };
}

const wanted = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(suites).filter((name) => name !== 'deep');
// Built once here, so that no two demos build it at the same time.
if (wanted.includes('e2e')) {
  env.BUILD = 'cdn';
  if (node('node_modules/rollup/dist/bin/rollup', '-c', '--silent') !== 0) process.exit(1);
  delete env.BUILD;
}
let passed = 0;
let failed = 0;
for (const name of wanted) {
  console.log(`\n# ${name}`);
  const status = suites[name]();
  const sum = totals(name);
  passed += sum.passed;
  failed += sum.failed;
  // A runner that stops for another reason than a test has failed too.
  if (status !== 0 && sum.failed === 0) failed++;
}
rmSync(counts, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
