/** Renders elements as a host's server does: by @lit-labs/ssr, in a Node of its own. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The HTML of a Lit template's source (`<pay-card request=…></pay-card>`), with declarative shadow roots. */
export async function renderOnServer(source: string): Promise<string> {
  const code = `
    import { render } from '@lit-labs/ssr';
    import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
    import { html, unsafeStatic } from 'lit/static-html.js';
    import './src/define/define.ts';
    process.stdout.write(await collectResult(render(html\`\${unsafeStatic(${JSON.stringify(source)})}\`)));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return stdout;
}
