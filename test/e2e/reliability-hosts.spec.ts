/** Hosts written with Lit, React and Vue that render again around an element whose form is open. */
import { expect, test } from '@playwright/test';
import { startDemo, type Demo } from '../support/demo.js';
import { servePages } from '../support/page-server.js';
import { Payer } from '../support/payer.js';
import { bundle, charges, fault, GOOD, LABEL, makeRequest, pageOf } from './reliability-kit.js';

let demo: Demo;
test.beforeAll(async () => {
  demo = await startDemo();
});
test.afterAll(async () => {
  await demo.close();
});

/** Each shows a list of messages, a growing counter around the element, and renders anew at `payRender()`. */
const hosts: Record<string, string> = {
  Lit: `
    import { LitElement, html } from 'lit';
    import { repeat } from 'lit/directives/repeat.js';
    class AHost extends LitElement {
      n = 0;
      render() {
        const before = Array.from({ length: this.n }, (_, at) => 'message ' + at);
        return html\`<p class=\${'n' + this.n}>\${this.n}</p>
          \${repeat([...before, 'pay'], (one) => one, (one) => one === 'pay'
            ? html\`<div><pay-request .request=\${ID} .backend=\${API} lang=\${this.n % 2 ? 'en' : 'en-GB'}></pay-request></div>\`
            : html\`<p>\${one}</p>\`)}\`;
      }
    }
    customElements.define('a-host', AHost);
    const host = document.body.appendChild(document.createElement('a-host'));
    window.payRender = async () => { host.n++; host.requestUpdate(); await host.updateComplete; };
  `,
  React: `
    import { StrictMode, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { flushSync } from 'react-dom';
    function Host() {
      const [n, set] = useState(0);
      window.payRender = () => flushSync(() => set((one) => one + 1));
      return <StrictMode><main className={'n' + n}><p>{n}</p>
        {Array.from({ length: n }, (_, at) => <p key={at}>message {at}</p>)}
        <pay-request key="pay" request={ID} backend={API} onpay-change={() => undefined} title={'n' + n}></pay-request>
      </main></StrictMode>;
    }
    createRoot(document.body.appendChild(document.createElement('div'))).render(<Host />);
  `,
  Vue: `
    import { createApp, h, ref, nextTick } from 'vue';
    const n = ref(0);
    createApp({ render: () => h('main', { class: 'n' + n.value }, [
      h('p', n.value),
      ...Array.from({ length: n.value }, (_, at) => h('p', { key: at }, 'message ' + at)),
      h('pay-request', { key: 'pay', request: ID, backend: API, title: 'n' + n.value }),
    ]) }).mount(document.body.appendChild(document.createElement('div')));
    window.payRender = () => { n.value++; return nextTick(); };
  `,
};

for (const [name, source] of Object.entries(hosts))
  test(`a host of ${name} renders again with the form open and while a charge runs: what was typed stays, one charge`, async ({
    page,
  }) => {
    const request = await makeRequest(demo);
    const script = await bundle(source, { ID: JSON.stringify(request.id), API: JSON.stringify(`${demo.url}/api`) });
    const site = await servePages({ '/': pageOf(demo, `<script type="module">${script}</script>`) });
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    const render = (): Promise<void> =>
      page.evaluate(async () => {
        for (let time = 0; time < 5; time++) await (window as Window & { payRender?(): unknown }).payRender?.();
      });
    try {
      await page.goto(site.url);
      const payer = new Payer(page);
      await payer.open(LABEL);
      await payer.number.fill(GOOD.number);
      await render();
      await expect(payer.number).toHaveValue('4242 4242 4242 4242');
      await payer.type(GOOD);
      await fault(demo, { method: 'POST', path: '/v1/payment_intents/*/confirm', fault: 'delay', ms: 800 });
      await payer.payNow.click();
      await render();
      await payer.seesPaid();
      await render();
      await payer.seesPaid();
      expect(await charges(demo, request)).toBe(1);
      expect(errors).toEqual([]);
    } finally {
      await site.close();
    }
  });
