/** How the session comes by the card form. Nothing of Stripe's is fetched before it is asked for. */
import { PaymentError } from '../errors/index.js';
import type { FormController } from './form-controller.js';
import type { FormModule } from './form.js';
import { givenForm } from './given-form.js';

let loading: Promise<FormModule> | undefined;

/** The form module; a load that failed is tried again at the next call. */
export function formModule(): Promise<FormModule> {
  const given = givenForm();
  if (given) return Promise.resolve(given);
  loading ??= import('../stripe/index.js').catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** What follows a press; a page that only shows requests does not download it. Rejects `script-blocked`. */
export async function controllerModule(): Promise<{ FormController: typeof FormController }> {
  try {
    return await import('./form-controller.js');
  } catch (cause) {
    throw new PaymentError('script-blocked', 'A part of pay-elements could not be loaded. Are its chunks beside it?', {
      cause,
    });
  }
}
