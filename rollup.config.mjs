// Four builds: the package for browsers, the package for Node, the files for a <script> tag, the sandbox's own scripts.
// `BUILD=cdn,sandbox` makes some of them.
import { readdirSync, rmSync } from 'node:fs';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import literals from 'rollup-plugin-html-literals';

/** The oldest browsers that are supported: `browserslist` of package.json, in esbuild's words. */
export const targets = ['chrome111', 'edge111', 'firefox115', 'safari16.4', 'ios16.4'];
const ts = (target = targets) => esbuild({ target, tsconfig: 'tsconfig.json', sourceMap: true });
const minify = () => terser({ ecma: 2022, module: true, compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false }, format: { comments: false } });
const onwarn = (warning) => {
  throw Object.assign(new Error(warning.message), warning);
};
const entries = (folder) => Object.fromEntries(readdirSync(`src/${folder}`).filter((name) => name.endsWith('.ts')).map((name) => [`${folder}/${name.slice(0, -3)}`, `src/${folder}/${name}`]));
/** Removes what an earlier build left in the folder: its chunks have other names. */
const tidy = () => ({
  name: 'tidy',
  writeBundle({ dir }, bundle) {
    for (const name of readdirSync(dir)) if (!(name in bundle)) rmSync(`${dir}/${name}`);
  },
});
const bare = (id) => !id.startsWith('.') && !id.startsWith('/');

/**
 * What belongs together is one file: all that a request needs when it is in a page, and all that a payer needs at the press.
 * The rest stays with the entry, or is fetched by itself.
 */
const together = [
  ['base', /node_modules\/(@lit\/|lit[-/])|src\/((config|version)\.|elements\/(internal\/(address|blank-edges|form-element|hydration|part|payer-element|register|translated)\.|pay-(card|receipt)\.|styles\/tokens\.))/],
  ['more', /src\/i18n\/(en-)?more\./],
  ['checkout', /src\/elements\/(checkout\/|styles\/checkout\.)/],
  ['methods', /src\/(stripe\/methods\/|session\/wallets\.)/],
  ['bank', /src\/stripe\/(bank|frames|modals)\./],
  ['form', /src\/(errors\/declines\.|elements\/card\/|stripe\/|session\/(form-controller|charge|doubt|ask|token)\.|elements\/(internal\/(appearance|field-error|status)|styles\/(card|dialog|status))\.)/],
  ['receipt', /src\/elements\/(receipt\/|internal\/print\.|styles\/receipt\.)/],
  ['request', /src\/(elements\/(request\/|internal\/(?!form-)|styles\/(?!tokens))|session\/|backend\/|errors\/|money\/|i18n\/|(abort|events|exchange|random)\.)/],
];
export const chunks = {
  onlyExplicitManualChunks: true,
  manualChunks: (id) => together.find(([, modules]) => modules.test(id))?.[0],
};

/** What a browser downloads: `input` with Lit inside, minified. */
export const browser = (input) => ({
  input,
  plugins: [resolve({ browser: true, exportConditions: ['production'] }), ts(), literals({ include: ['src/**'] }), minify()],
  onwarn,
});

export const builds = {
  package: () => ({
    input: { index: 'src/index.ts', 'operator/index': 'src/operator/index.ts', 'react/index': 'src/react/index.ts', ...entries('define') },
    external: bare,
    plugins: [ts()],
    onwarn,
    output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
  }),
  node: () => ({
    input: { 'server/index': 'src/server/index.ts', 'testing/index': 'src/testing/index.ts', 'sandbox/index': 'src/sandbox/index.ts', 'sandbox/assets': 'src/sandbox/assets.ts', 'sandbox/serve': 'src/sandbox/serve.ts' },
    external: bare,
    plugins: [ts('es2022')],
    onwarn,
    output: { dir: 'dist', format: 'es', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js' },
  }),
  cdn: () => ({
    ...browser({ 'pay-elements.min': 'src/define/define.ts' }),
    plugins: [...browser('').plugins, tidy()],
    output: { ...chunks, dir: 'dist/cdn', format: 'es', sourcemap: true, entryFileNames: '[name].js', chunkFileNames: 'pay-elements.[name]-[hash].js' },
  }),
  sandbox: () =>
    readdirSync('src/sandbox/browser')
      .filter((name) => /^(stripe|frame-controller|challenge|field|payment|express|wallet)\.ts$/.test(name))
      .map((name) => ({
        input: `src/sandbox/browser/${name}`,
        plugins: [ts(), minify()],
        onwarn,
        output: { file: `dist/sandbox/browser/${name.slice(0, -3)}.js`, format: 'iife' },
      })),
};

const wanted = process.env.BUILD?.split(',') ?? Object.keys(builds);
export default wanted.flatMap((name) => builds[name]());
