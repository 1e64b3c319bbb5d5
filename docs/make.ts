/** `npm run docs`: the picture of the three screens from the running demo, the README's table of codes, the recipes' sources. */
import { readFile, writeFile } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import { paymentErrorCodes, traitsOf } from '../src/errors/index.js';
import { en } from '../src/i18n/en.js';
import { browserArgs, browserPath } from '../test/support/browser.mjs';
import { startDemo } from '../test/support/demo.js';
import { customerOf, writeAsBusiness } from '../test/support/payer.js';
import { recipes, withSources } from './sources.js';

const BEGIN = '<!-- codes -->';
const END = '<!-- /codes -->';

/** The README's table of codes, from the code itself. */
export function codesTable(): string {
  const rows = paymentErrorCodes.map((code) => {
    const { kind, recovery } = traitsOf(code);
    return `| \`${code}\` | ${kind} | ${recovery} | ${en.errors[code]} |`;
  });
  return ['| code | kind | recovery | the payer reads |', '|---|---|---|---|', ...rows].join('\n');
}

/** The README with the table in its place. */
export function withCodes(readme: string): string {
  const [before, rest] = [readme.slice(0, readme.indexOf(BEGIN)), readme.slice(readme.indexOf(END))];
  return `${before}${BEGIN}\n\n${codesTable()}\n\n${rest}`;
}

async function bubble(page: Page): Promise<string> {
  const box = page.locator('chat-widget').locator('.inside').last();
  return (await box.screenshot({ animations: 'disabled' })).toString('base64');
}

async function makePicture(): Promise<void> {
  const demo = await startDemo();
  const browser = await chromium.launch({ executablePath: await browserPath(), args: browserArgs });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 760 } });
    await page.goto(`${demo.url}/chat`);
    await writeAsBusiness(page, 'You must like laser beams\n$[Get more kittens - 25$](25.00)');
    const customer = customerOf(page);
    await customer.scope.getByRole('button', { name: 'Get more kittens - 25$' }).waitFor();
    const pictures = [await bubble(page)];
    await customer.open('Get more kittens - 25$');
    await customer.type({ number: '4242424242424242' });
    pictures.push(await bubble(page));
    await customer.payNow.click();
    await customer.seesPaid();
    await customer.scope.getByRole('button', { name: 'Payment completed' }).click();
    await customer.scope.getByText('Paid to Shoplifter').waitFor();
    pictures.push(await bubble(page));
    // A page of its own: the demo's would refuse the style.
    const sheet = await browser.newPage({ viewport: { width: 1120, height: 760 } });
    await sheet.setContent(
      `<body style="margin:0;padding:24px;display:inline-flex;gap:24px;align-items:flex-start;background:#f4f5f7">${pictures
        .map((png) => `<img style="width:340px;height:auto" src="data:image/png;base64,${png}" alt="">`)
        .join('')}</body>`,
    );
    await sheet.locator('body').screenshot({ path: 'docs/screens.png' });
  } finally {
    await browser.close();
    await demo.close();
  }
}

if (process.argv[1]?.endsWith('make.ts')) {
  await writeFile('README.md', withCodes(await readFile('README.md', 'utf8')));
  for (const path of await recipes()) await writeFile(path, await withSources(await readFile(path, 'utf8')));
  await makePicture();
}
