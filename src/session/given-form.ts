/** The form that a page puts in the place of Stripe's: every copy of the bundle on the page takes it. */
import { pageRegistry } from '../config.js';
import type { FormModule } from './form.js';

/** The form module that was handed in; null where Stripe's is to be used. */
export function givenForm(): FormModule | null {
  return (pageRegistry().formModule as FormModule | undefined) ?? null;
}

/** Has every form that is opened from now on come from `module`, for tests; `null` goes back to Stripe's. */
export function useFormModule(module: FormModule | null): void {
  pageRegistry().formModule = module ?? undefined;
}
