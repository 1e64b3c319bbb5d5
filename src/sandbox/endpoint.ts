import type { Scope } from './scope.js';
import type { FormTree } from './form.js';
import { ignored, list, type Read, readShape, type Shape, text } from './shape.js';

/** The ids in an endpoint's path; `id` is always there, empty where the path has none. */
export interface PathIds {
  id: string;
}

/** One operation of the API, ready to run: `prepare` refuses bad parameters before anything is begun. */
export interface Endpoint {
  /** What a restricted key must be allowed. */
  readonly permission: string;
  /** Whether a publishable key may call it. */
  readonly publishable: boolean;
  /** The kind of object it answers, where it changes anything: what may be expanded is known before it runs. */
  readonly answers: string | null;
  /** Whether reading makes something that has to be kept, as a published test id makes a payment method. */
  readonly makes: boolean;
  prepare(form: FormTree, publishable: boolean): { expand: string[]; run(scope: Scope, ids: PathIds): unknown };
}

/** What Stripe.js sends along with its own requests, and Stripe does not count as parameters. */
const STRIPE_JS = {
  key: text,
  _stripe_account: text,
  _stripe_version: text,
  client_attribution_metadata: ignored,
  guid: text,
  muid: text,
  sid: text,
  pasted_fields: text,
  payment_user_agent: text,
  referrer: text,
  time_on_page: text,
  expected_payment_method_type: text,
};

/** Makes an endpoint of its shape and what it does. `run` answers a Stripe object or throws a StripeFailure. */
export function endpoint<S extends Shape>(spec: {
  permission: string;
  publishable?: boolean;
  answers?: string;
  makes?: boolean;
  shape: S;
  run(scope: Scope, params: Read<S>, ids: PathIds): unknown;
}): Endpoint {
  const common = { expand: list(text) };
  const known = new Set(Object.keys(spec.shape));
  return {
    permission: spec.permission,
    publishable: spec.publishable ?? false,
    answers: spec.answers ?? null,
    makes: spec.makes ?? false,
    prepare(form, publishable) {
      const own: FormTree = new Map();
      const others: FormTree = new Map();
      for (const [name, value] of form) {
        const shared = Object.hasOwn(common, name) || (publishable && Object.hasOwn(STRIPE_JS, name));
        (shared && !known.has(name) ? others : own).set(name, value);
      }
      const { expand = [] } = readShape({ ...common, ...STRIPE_JS }, others);
      const params = readShape(spec.shape, own);
      return { expand, run: (scope, ids) => spec.run(scope, params, ids) };
    },
  };
}
