/** The gallery: real elements over scripted backends. `?only=key` shows one; `?theme=dark|light`, `?lang=`, `?dir=` as they say. */
import { PayCard, PayMessage, PayReceipt, PayRequest } from '../../src/index.js';
import { PaymentError } from '../../src/errors/index.js';
import { useFormModule } from '../../src/session/index.js';
import { moneyRequest, scriptedBackend } from '../../src/testing/scripted-backend.js';
import { scriptedFormModule } from '../../src/testing/scripted-form.js';
import { sections, type Scene } from './scenes.js';

const root = document.documentElement;
const query = new URLSearchParams(location.search);
const only = query.get('only');
const theme = query.get('theme');
if (theme) root.dataset.theme = theme;
if (only) root.dataset.only = only;
root.lang = query.get('lang') ?? root.lang;
root.dir = query.get('dir') ?? root.dir;

/** Ids of requests by what their form does. */
const forms = new Map<string, Scene['form']>();
const module = scriptedFormModule({
  load: ({ id }) => {
    if (forms.get(id) === 'never') return new Promise(() => undefined);
    if (forms.get(id) === 'blocked')
      return Promise.reject(new PaymentError('script-blocked', 'Stripe.js is blocked in this scene.'));
    return Promise.resolve();
  },
  nextAction: () => new Promise(() => undefined),
});
useFormModule(module);

customElements.define('pay-request', PayRequest);
customElements.define('pay-card', PayCard);
customElements.define('pay-receipt', PayReceipt);
customElements.define('pay-message', PayMessage);

let count = 0;

function cell(scene: Scene): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cell';
  const title = document.createElement('h3');
  const caption = document.createElement('span');
  caption.textContent = scene.caption;
  title.append(scene.state, ' ', caption);
  box.append(title, scene.offline && !only ? frame(scene) : bubble(scene));
  return box;
}

function frame(scene: Scene): HTMLElement {
  const inside = document.createElement('iframe');
  inside.title = scene.caption;
  inside.src = `?${new URLSearchParams({ ...Object.fromEntries(query), only: scene.key }).toString()}`;
  return inside;
}

function bubble(scene: Scene): HTMLElement {
  const around = document.createElement('div');
  around.className = `bubble ${scene.bubble ?? ''}`;
  const id = `req_${String(++count).padStart(22, '0')}`;
  const request = moneyRequest({ ...scene.request, id });
  const backend = scriptedBackend({ requests: [request], ...scene.backend });
  forms.set(id, scene.form);
  const element = document.createElement(scene.tag ?? 'pay-request');
  element.backend = backend;
  if (element.localName === 'pay-message' && 'segments' in element)
    element.segments = [
      { type: 'text', source: 'You must like laser beams ', text: 'You must like laser beams ' },
      {
        type: 'request',
        source: '$[Get more kittens - 25$](25.00)',
        label: request.label,
        amount: 2500,
        currency: 'usd',
        request,
      },
    ];
  else element.setAttribute('request', id);
  for (const [name, value] of Object.entries(scene.attributes ?? {})) element.setAttribute(name, value);
  if (scene.fallback) {
    const link = document.createElement('a');
    link.href = request.payUrl;
    link.textContent = 'Get more kittens';
    element.append(link);
  }
  around.append(element);
  if (scene.offline) Object.defineProperty(navigator, 'onLine', { value: false });
  void play(scene, element, id);
  return around;
}

/** Brings an element into its state the way a payer does. */
async function play(
  scene: Scene,
  element: HTMLElementTagNameMap[NonNullable<Scene['tag']>],
  id: string,
): Promise<void> {
  if (!scene.does || !('state' in element)) return;
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (element.state.moneyRequest) resolve();
    };
    element.addEventListener('pay-change', look);
    look();
  });
  await element.updateComplete;
  if (scene.does === 'looks at the receipt') return element.shadowRoot?.querySelector('button')?.click();
  await element.show();
  const form = module.forms.find(({ options }) => options.request.id === id);
  form?.fill(scene.typed ?? {});
  if (scene.does === 'pays') await element.submit();
}

const main = document.querySelector('main');
for (const { title, scenes } of sections) {
  const shown = scenes.filter(({ key }) => !only || key === only);
  if (shown.length === 0) continue;
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const grid = document.createElement('div');
  grid.className = 'grid';
  grid.append(...shown.map(cell));
  section.append(heading, grid);
  main?.append(section);
}
