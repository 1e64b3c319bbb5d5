/** Elements that a server renders with @lit-labs/ssr: useful HTML before and without any JavaScript. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { html, unsafeStatic } from 'lit/static-html.js';
import '../../../src/define/define.js';
import { fallbackHtml } from '../../../src/server/index.js';
import { aRequest } from '../../support/money-request.js';

const request = aRequest({ payUrl: 'https://shop.example/pay/req_0123456789abcdefghijkl' });
const link = `<a href="${request.payUrl}"><bdi>Get more kittens - 25$</bdi> · <bdi>$25.00</bdi></a>`;

/** The HTML without the markers of Lit's parts. */
function plain(markup: string): string {
  return markup.replaceAll(/<!--.*?-->/gs, '');
}

describe('an element that a server renders', () => {
  for (const tag of ['pay-request', 'pay-card', 'pay-checkout', 'pay-receipt', 'pay-link', 'pay-invoice'])
    test(`<${tag}> is a shadow root around a link with label and amount`, async () => {
      const name = unsafeStatic(tag);
      const markup = plain(
        await collectResult(
          render(
            html`<${name} request=${request.id} backend="/api" disabled>${unsafeHTML(fallbackHtml(request))}</${name}>`,
          ),
        ),
      );
      const [, attributes = ''] = new RegExp(`^<${tag}([^>]*)><template shadowroot`).exec(markup) ?? [];
      for (const attribute of [`request="${request.id}"`, 'backend="/api"', 'disabled'])
        assert.ok(attributes.includes(attribute), markup);
      assert.match(markup, /<slot><span\s+class="bar ghost"><\/span><\/slot><\/template>/);
      assert.ok(markup.endsWith(`</template>${link}</${tag}>`), markup);
    });

  test('<pay-message> is its text, and each request in it with its link', async () => {
    const segments = [
      { type: 'text', source: 'You must like ', text: 'You must like ' },
      { type: 'request', source: '', label: request.label, amount: 2500, currency: 'usd', request },
    ];
    const markup = plain(
      await collectResult(
        render(html`<pay-message backend="/api" segments=${JSON.stringify(segments)}>You must like</pay-message>`),
      ),
    );
    assert.match(markup, /<p part="text"><bdi>You must like <\/bdi><\/p>/);
    assert.match(markup, new RegExp(`<a href="${request.payUrl}">Get more kittens - 25\\$</a>`));
  });
});
