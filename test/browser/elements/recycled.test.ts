import { expect } from '@open-wc/testing';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import { card, clear, drawn, freshId, get, open, reach, said, stage, withForms } from './harness.js';

/** Longer than what is known of a request takes to come by the stream. */
const pause = (ms = 150): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('an element that a page moves, takes out or recycles', () => {
  afterEach(clear);

  it('keeps the promise of whenSettled() though it was out of the page for a while', async () => {
    const { element, backend, request } = stage('pay-request');
    await reach(element, 'open');
    const settled = element.whenSettled();
    await drawn(element);
    element.remove();
    await drawn(element);
    document.body.append(element);
    await pause();
    backend.change(request.id, { status: 'canceled' });
    expect((await settled).status).to.equal('canceled');
  });

  it('tells once that it was paid, though it is put back with the request that the page had at first', async () => {
    const { forms } = withForms();
    const request = moneyRequest({ id: freshId() });
    const element = document.createElement('pay-request');
    let told = 0;
    element.addEventListener('pay-succeeded', () => told++);
    element.backend = scriptedBackend({ requests: [request] });
    element.moneyRequest = request;
    document.body.append(element);
    (await open(element, forms)).fill(card);
    await element.submit();
    element.remove();
    await drawn(element);
    document.body.append(element);
    await drawn(element);
    expect(element.state.status).to.equal('paid');
    await pause();
    expect(told).to.equal(1);
  });

  it('does not say of another request what became of the one before', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-request');
    (await open(element, forms)).fill(card);
    await element.submit();
    await drawn(element);
    expect(said(element)).to.contain('Payment completed');
    const next = moneyRequest({ id: freshId() });
    element.backend = scriptedBackend({ requests: [next] });
    element.request = next.id;
    await drawn(element);
    expect(said(element)).to.equal('');
  });

  it('that opened by itself and was closed stays closed when it is moved', async () => {
    withForms();
    const { element } = stage('pay-card', { attributes: { loading: 'eager' } });
    await reach(element, 'ready');
    element.close();
    const list = document.createElement('div');
    document.body.append(list);
    list.append(element);
    await pause();
    expect(element.state.status).to.equal('open');
  });

  it('settles show() where it was taken out before its request was known', async () => {
    const { element } = stage('pay-request', { retrieve: () => new Promise(() => undefined) });
    await drawn(element);
    const shown = element.show();
    await drawn(element);
    element.remove();
    await shown;
    expect(element.state.status).to.equal('idle');
  });

  it('speaks the language of the place that moveBefore() brought it to', async () => {
    const [from, to] = [document.createElement('div'), document.createElement('div')];
    to.lang = 'de';
    document.body.append(from, to);
    const labels = { de: { label: 'Mehr Katzen', shortLabel: null } };
    const { element } = stage('pay-request', { parent: from, request: { labels } });
    await reach(element, 'open');
    (to as HTMLElement & { moveBefore(node: Node, child: null): void }).moveBefore(element, null);
    await drawn(element);
    expect(get(element, '.pill').textContent.trim()).to.equal('Mehr Katzen');
  });

  it('turns its fields with the direction of the page', async () => {
    const { forms } = withForms();
    const { element } = stage('pay-card');
    const form = await open(element, forms);
    const turned: string[] = [];
    form.restyle = () => void turned.push(form.options.place.appearance().direction);
    const { documentElement: page } = document;
    page.dir = 'rtl';
    await drawn(element);
    page.removeAttribute('dir');
    await drawn(element);
    expect(turned).to.deep.equal(['rtl', 'ltr']);
  });
});
