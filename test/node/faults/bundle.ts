/**
 * One file of everything that a module needs, made for this run. In it an `import()` resolves at once, where
 * Node asks a loader in another thread, at a time of its own: a run of a seed would not be the same twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles a module beside this one. The folder is gone when the process ends. */
export async function bundle(name: string): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'pay-elements-faults-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, name.replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    sourcemap: 'inline',
    external: ['pg', '@electric-sql/pglite'],
    // Some packages still ask for `require`.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return pathToFileURL(outfile);
}
