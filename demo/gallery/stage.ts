/** Puts a scene on: the element in its bubble, brought into its state the way a payer does it. */
import { PayCard, PayCheckout, PayInvoice, PayLink, PayMessage, PayReceipt, PayRequest } from '../../src/index.js';
import { PaymentError } from '../../src/errors/index.js';
import { register } from '../../src/elements/internal/register.js';
import { useFormModule, type FormModule } from '../../src/session/index.js';
import { moneyRequest, scriptedBackend } from '../../src/testing/scripted-backend.js';
import { scriptedFormModule } from '../../src/testing/scripted-form.js';
import { wearMethods } from './methods.js';
import type { Scene } from './scene.js';

/** Ids of requests by what their form does. */
const forms = new Map<string, Scene['form']>();
/** Ids of requests that a wallet can pay. */
const withWallet = new Set<string>();
const module = scriptedFormModule({
  load: ({ id }) => {
    if (forms.get(id) === 'never') return new Promise(() => undefined);
    if (forms.get(id) === 'blocked')
      return Promise.reject(new PaymentError('script-blocked', 'Stripe.js is blocked in this scene.'));
    return Promise.resolve();
  },
  nextAction: () => new Promise(() => undefined),
});

/** A form with the shape that the element asked for. */
const openForm: FormModule['openForm'] = async (options) => {
  const form = await module.openForm(options);
  const { fields, place, request } = options;
  const root = module.forms.find((each) => each.options.request.id === request.id)?.root;
  if (fields === 'payment' && root) wearMethods(root, place.appearance());
  return form;
};

/** A row of one wallet, as Stripe would put it there: a button, and nothing behind it. */
const openWallets: NonNullable<FormModule['openWallets']> = ({ request, place, events }) => {
  const row = document.createElement('pay-mount');
  if (withWallet.has(request.id)) {
    row.slot = `wallets-${request.id}`;
    place.useSlot(row.slot);
    const look = place.appearance();
    const wallet = document.createElement('button');
    wallet.textContent = 'Wallet';
    Object.assign(wallet.style, {
      inlineSize: '100%',
      blockSize: '44px',
      // Seen in forced colours.
      border: '1px solid transparent',
      borderRadius: look.radius,
      background: look.color,
      color: look.surface,
      font: `600 15px/20px ${look.fontFamily}`,
    });
    row.append(wallet);
    place.host.prepend(row);
  }
  events.shown(withWallet.has(request.id));
  const nothing = (): void => undefined;
  return Promise.resolve({ restyle: nothing, moved: nothing, hold: nothing, destroy: () => row.remove() });
};

/** Registers the elements and takes the place of Stripe's fields: what is typed here is typed by script. */
export function prepare(): void {
  useFormModule({ ...module, openForm, openWallets });
  register('pay-request', PayRequest);
  register('pay-card', PayCard);
  register('pay-receipt', PayReceipt);
  register('pay-checkout', PayCheckout);
  register('pay-invoice', PayInvoice);
  register('pay-link', PayLink);
  register('pay-message', PayMessage);
}

let count = 0;

/** A bubble with the scene's element in it; `done` resolves when it is in its state, or never where that is the state. */
export function bubble(scene: Scene): { box: HTMLElement; element: HTMLElement; done: Promise<void> } {
  const around = document.createElement('div');
  around.className = `bubble ${scene.bubble ?? ''}`;
  const id = `req_${String(++count).padStart(22, '0')}`;
  const request = moneyRequest({ ...scene.request, id });
  const backend = scriptedBackend({ requests: [request], ...scene.backend });
  forms.set(id, scene.form);
  if (scene.wallet) withWallet.add(id);
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
  else if (!scene.unasked) element.setAttribute('request', id);
  Object.assign(element, scene.properties?.(request));
  for (const [name, value] of Object.entries(scene.attributes ?? {})) element.setAttribute(name, value);
  if (scene.fallback) {
    const link = document.createElement('a');
    link.href = request.payUrl;
    link.textContent = 'Get more kittens';
    element.append(link);
  }
  around.append(element);
  if (scene.offline) Object.defineProperty(navigator, 'onLine', { value: false });
  return { box: around, element, done: play(scene, element, id) };
}

/** Brings an element into its state the way a payer does. */
async function play(
  scene: Scene,
  element: HTMLElementTagNameMap[NonNullable<Scene['tag']>],
  id: string,
): Promise<void> {
  if (!scene.does || !('state' in element)) return;
  await until(element, () => element.state.moneyRequest !== null);
  await element.updateComplete;
  if (scene.does === 'looks at the receipt') return element.shadowRoot?.querySelector('button')?.click();
  if (element.loading === 'intent') await element.show();
  else await until(element, () => element.state.status === 'ready');
  await until(element, () => element.state.status !== 'opening');
  const form = module.forms.find(({ options }) => options.request.id === id);
  form?.fill(scene.typed ?? {});
  if (scene.does === 'pays') await element.submit();
}

/** Resolves once `so` is so, at a change of the element's state. */
function until(element: HTMLElement, so: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!so()) return;
      element.removeEventListener('pay-change', look);
      resolve();
    };
    element.addEventListener('pay-change', look);
    look();
  });
}
