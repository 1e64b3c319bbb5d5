// Packs the package, installs it beside nothing but its own dependencies, and uses it as a consumer would:
// plain Node imports do nothing, and a strict TypeScript consumer without the optional peers compiles.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const fail = (text) => {
  console.error(text);
  process.exitCode = 1;
};
const pkg = JSON.parse(readFileSync('package.json', 'utf8'));

const { messages } = await publint({ pkgDir: '.', strict: true });
for (const message of messages) fail(`publint: ${formatMessage(message, pkg)}`);

const box = mkdtempSync(join(tmpdir(), 'pay-elements-consumer-'));
try {
  const packed = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', box], { encoding: 'utf8' }));
  const [{ filename, files, size }] = Array.isArray(packed) ? packed : Object.values(packed);
  console.log(`packed: ${files.length} files, ${Math.round(size / 1000)} kB`);
  mkdirSync(join(box, 'node_modules/pay-elements'), { recursive: true });
  execFileSync('tar', ['xzf', join(box, filename), '-C', join(box, 'node_modules/pay-elements'), '--strip-components=1']);

  // Its dependencies and theirs, no others: an optional peer that is needed would be missing here.
  const linked = new Set();
  const link = (name) => {
    const from = resolve('node_modules', name);
    if (linked.has(name) || !existsSync(from)) return;
    linked.add(name);
    mkdirSync(dirname(join(box, 'node_modules', name)), { recursive: true });
    symlinkSync(from, join(box, 'node_modules', name));
    Object.keys(JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')).dependencies ?? {}).forEach(link);
  };
  Object.keys(pkg.dependencies).forEach(link);

  writeFileSync(join(box, 'package.json'), '{"type":"module","private":true}');
  // What lit's stand-ins for Node and zod set for themselves is theirs.
  for (const name of Object.keys(pkg.exports).filter((name) => !/json$|min\.js$|\*/.test(name))) {
    const specifier = name === '.' ? 'pay-elements' : `pay-elements/${name.slice(2)}`;
    const code = `
      const before = new Set(Object.getOwnPropertyNames(globalThis));
      await import(${JSON.stringify(specifier)});
      const added = Object.getOwnPropertyNames(globalThis).filter((name) => !before.has(name) && !/^(lit|reactive|customElements$|__zod_)/i.test(name));
      if (added.length > 0) throw new Error('globals: ' + added);`;
    try {
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: box, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
      console.log(`imports in Node and ends: ${specifier}`);
    } catch (error) {
      fail(`${specifier} in Node: ${String(error.stderr ?? error).slice(0, 600)}`);
    }
    // A CommonJS host, from Node 20.19 and 22.12: an entry that awaits at its top could not be had.
    const [major, minor] = process.versions.node.split('.').map(Number);
    if ((major === 20 && minor < 19) || (major === 22 && minor < 12)) continue;
    try {
      execFileSync(process.execPath, ['--input-type=commonjs', '-e', `if (Object.keys(require(${JSON.stringify(specifier)})).length === 0 && !/define|react/.test('${name}')) throw new Error('nothing')`], { cwd: box, stdio: ['ignore', 'pipe', 'pipe'], timeout: 20_000 });
      console.log(`can be required: ${specifier}`);
    } catch (error) {
      fail(`require('${specifier}'): ${String(error.stderr ?? error).slice(0, 600)}`);
    }
  }

  cpSync('test/fixtures/consumer', join(box, 'src'), { recursive: true });
  mkdirSync(join(box, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types', '@types/trusted-types']) link(name);
  for (const module of ['nodenext', 'bundler'])
    try {
      execFileSync(
        process.execPath,
        [resolve('node_modules/@typescript/native/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', 'false', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable',
          '--module', module === 'bundler' ? 'esnext' : 'nodenext', '--moduleResolution', module, ...readdirSync(join(box, 'src')).map((name) => join('src', name))],
        { cwd: box, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      console.log(`compiles with skipLibCheck: false (${module})`);
    } catch (error) {
      fail(`a consumer does not compile (${module}):\n${String(error.stdout).slice(0, 3000)}`);
    }
  // The resolution before `exports`, which TypeScript 7 does not have any more: `main`, `types` and `typesVersions` serve it.
  try {
    execFileSync(
      process.execPath,
      [resolve('node_modules/typescript/bin/tsc6'), '--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', '--module', 'esnext', '--moduleResolution', 'node10', '--ignoreDeprecations', '6.0', '--types', 'node', ...readdirSync(join(box, 'src')).map((name) => join('src', name))],
      { cwd: box, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    console.log('compiles with TypeScript 6 (moduleResolution: node)');
  } catch (error) {
    fail(`a consumer does not compile (moduleResolution: node):\n${String(error.stdout).slice(0, 3000)}`);
  }

  // As a project that tests its pages without a browser: beside the optional peers, in both documents that Vitest is used with.
  for (const name of ['vitest', 'jsdom', 'happy-dom', 'msw', 'stripe']) link(name);
  cpSync('test/fixtures/vitest', join(box, 'vitest'), { recursive: true });
  // The example that docs/testing.md prints is one of its tests.
  const example = /```ts\n(\/\/ @vitest-environment[^]*?)```/.exec(readFileSync('docs/testing.md', 'utf8'))?.[1];
  if (!example) fail('docs/testing.md has no example of a test.');
  else writeFileSync(join(box, 'vitest/example.test.ts'), example);
  try {
    const shown = execFileSync(process.execPath, [resolve('node_modules/vitest/vitest.mjs'), 'run', '--root', 'vitest', '--no-cache'], { cwd: box, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], timeout: 300_000 });
    console.log(`Vitest, in jsdom and happy-dom:${/Tests +.*/.exec(shown)?.[0].slice(5) ?? ''}`);
  } catch (error) {
    fail(`a Vitest project fails:\n${`${error.stdout}\n${error.stderr}`.slice(-6000)}`);
  }
} finally {
  rmSync(box, { recursive: true, force: true });
}
