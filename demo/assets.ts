/** The built bundle, and the demo pages' own scripts; made at the start where the sources are newer. */
import { spawn } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import * as esbuild from 'esbuild';

const BUNDLE = 'dist/cdn';
const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
};

/** A file to answer with. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

async function newest(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const times = await Promise.all(
    names.filter((name) => name.endsWith('.ts')).map(async (name) => (await stat(join(folder, name))).mtimeMs),
  );
  return Math.max(0, ...times);
}

/** Builds `pay-elements.min.js` with the package's own build, unless the one that is there is newer than its sources. */
export async function buildBundle(): Promise<void> {
  const built = await stat(join(BUNDLE, 'pay-elements.min.js')).then(
    (file) => file.mtimeMs,
    () => 0,
  );
  if (built > (await newest('src'))) return;
  await new Promise<void>((resolve, reject) => {
    const rollup = spawn(process.execPath, ['node_modules/rollup/dist/bin/rollup', '-c', '--silent'], {
      env: { ...process.env, BUILD: 'cdn' },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    rollup.once('error', reject);
    rollup.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The bundle could not be built (rollup ended with ${String(code)}).`));
    });
  });
}

/** A file of the bundle, by the name in its URL. */
export async function bundleFile(name: string): Promise<Asset | null> {
  if (!/^pay-elements\.[\w.-]+$/.test(name)) return null;
  try {
    return { body: new Uint8Array(await readFile(join(BUNDLE, name))), type: types[extname(name)] ?? 'text/plain' };
  } catch {
    return null;
  }
}

/** Bundles the scripts and styles of the demo's pages; they use the elements by their tags only. A script gets a style that it imports as text. */
export async function buildPages(entries: Record<string, string>): Promise<Map<string, Asset>> {
  const styles = Object.entries(entries).filter(([, path]) => path.endsWith('.css'));
  const scripts = Object.entries(entries).filter(([, path]) => !path.endsWith('.css'));
  const built = await Promise.all([bundle(scripts, 'text'), bundle(styles, 'css')]);
  return new Map(built.flat());
}

async function bundle(entries: [string, string][], css: 'text' | 'css'): Promise<[string, Asset][]> {
  const { outputFiles } = await esbuild.build({
    entryPoints: Object.fromEntries(entries),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    outdir: '/',
    sourcemap: 'inline',
    loader: { '.css': css },
  });
  return outputFiles.map((file) => [
    file.path.replaceAll('\\', '/').replace(/^.*\//, ''),
    { body: new Uint8Array(file.contents), type: types[extname(file.path)] ?? 'text/plain' },
  ]);
}
