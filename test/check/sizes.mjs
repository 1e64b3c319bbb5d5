// Holds what a payer's browser downloads to its budget: gzip of the minified static graph, Lit inside.
import { gzipSync } from 'node:zlib';
import { rollup } from 'rollup';
import { browser, chunks } from '../../rollup.config.mjs';

/** kB are 1000 bytes. A budget moves only by hand, with the reason in the commit. */
const budgets = [
  { what: 'define/pay-request with Lit', input: 'src/define/pay-request.ts', graph: 'static', most: 11_000 },
  // Meant to be 22,000 one day: this holds what there is.
  { what: 'the whole payment path by card', input: 'src/define/pay-request.ts', graph: 'whole', most: 47_300 },
  { what: 'pay-elements.min.js', input: 'src/define/define.ts', graph: 'static', most: 16_000 },
];

/** Fetched for what a payment by card never needs: other methods and wallets, a form of the host's, words of other elements. */
const aside = /^(methods|form-owner|more)-/;

let over = 0;
for (const { what, input, graph, most } of budgets) {
  const bundle = await rollup(browser({ entry: input }));
  const { output } = await bundle.generate({ ...chunks, format: 'es', chunkFileNames: '[name]-[hash].js' });
  await bundle.close();
  const files = new Map(output.filter((file) => file.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
  const seen = new Set();
  const visit = (name) => {
    const chunk = files.get(name);
    if (!chunk || seen.has(name) || aside.test(name)) return;
    seen.add(name);
    [...chunk.imports, ...(graph === 'whole' ? chunk.dynamicImports : [])].forEach(visit);
  };
  visit('entry.js');
  const size = [...seen].reduce((sum, name) => sum + gzipSync(files.get(name).code, { level: 9 }).length, 0);
  const fits = size <= most;
  if (!fits) over++;
  console.log(`${fits ? 'ok  ' : 'OVER'} ${what}: ${size} of ${most} bytes gzip`);
}
process.exit(over === 0 ? 0 : 1);
