/** A host's form around an element, and what it would have sent. */
import { formOwner } from '../../../src/elements/internal/form-element.js';
import type { PayCard, PayCheckout } from '../../../src/index.js';
import { paid, type ScriptedBackend } from '../../../src/testing/scripted-backend.js';
import { drawn, open, reach, type withForms } from './harness.js';

await formOwner.load();

export interface Sent {
  data: Record<string, FormDataEntryValue>;
  submitter: HTMLElement | null;
}

/** A form of a host that sends nothing, and what it would have sent. */
export function hostForm(inside = ''): { form: HTMLFormElement; button: HTMLButtonElement; sent: Sent[] } {
  const form = document.createElement('form');
  form.innerHTML = `<input name="who" value="Ada">${inside}<button name="go" value="order">Order</button>`;
  document.body.append(form);
  const sent: Sent[] = [];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sent.push({ data: Object.fromEntries(new FormData(form, event.submitter)), submitter: event.submitter });
  });
  return { form, button: form.querySelector('button') as HTMLButtonElement, sent };
}

/** Resolves at the form's next submission. */
export function submission(form: HTMLFormElement): Promise<Event> {
  return new Promise((resolve) => {
    form.addEventListener('submit', resolve, { once: true });
  });
}

export function pays({ calls }: { calls: readonly { method: string }[] }): number {
  return calls.filter(({ method }) => method === 'pay').length;
}

export async function openIn(element: PayCard | PayCheckout, forms: ReturnType<typeof withForms>['forms']) {
  const fields = await open(element, forms);
  await drawn(element);
  return fields;
}

export const attributes = { name: 'payment' };

/** Somebody pays elsewhere, or the lost attempt is told. */
export async function backendPaid(backend: ScriptedBackend, element: PayCard): Promise<void> {
  const attempt = [...backend.calls].reverse().find(({ method }) => method === 'pay')?.input?.attempt ?? 'elsewhere';
  paid(backend, element.requestId, attempt);
  await reach(element, 'paid');
  await drawn(element);
}
