import type {
  ConfirmCardPaymentData,
  ConfirmCardPaymentOptions,
  CreateConfirmationToken,
  CreatePaymentMethodCardData,
  CreatePaymentMethodFromElement,
  CreatePaymentMethodFromElements,
  CreateTokenCardData,
  PaymentIntent,
  StripeConstructorOptions,
} from '@stripe/stripe-js';
import { absentMembers } from './absent.js';
import { ApiClient } from './api-client.js';
import { CardElement } from './card-element.js';
import { ElementsGroup } from './elements-group.js';
import type { GroupOptions } from './group-options.js';
import { IntegrationError, LOST } from './integration-error.js';
import { showChallenge } from './next-action.js';
import type { SandboxStripe } from './offered.js';
import type { ApiAnswer, ApiError, Source } from './protocol.js';

type Result<Name extends string, Value> = ({ [name in Name]: Value } & { error?: never }) | { error: ApiError };
type IntentResult = Result<'paymentIntent', PaymentIntent>;
type CardSource = CardElement | { token: string };

/** A value as a message shows it. */
const describe = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'undefined' : JSON.stringify(value);

/** Checks the key as Stripe.js does; whether it is known, the API says. */
function assertKey(key: unknown): asserts key is string {
  if (key === undefined) throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.');
  if (typeof key !== 'string') {
    throw new IntegrationError(
      `Invalid value for Stripe(): apiKey should be a string. You specified: ${describe(key)}.`,
    );
  }
  if (key.trim() === '') {
    throw new IntegrationError('Please call Stripe() with your publishable key. You used an empty string.');
  }
  if (/^[sr]k_/.test(key)) {
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
    );
  }
}

/** The `pi_…` of a client secret. */
function intentOf(method: string, secret: unknown): string {
  const id = typeof secret === 'string' ? /^(pi_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(secret)?.[1] : undefined;
  if (!id) {
    throw new IntegrationError(
      `Invalid value for stripe.${method} intent secret: value should be a client secret of the form \${id}_secret_\${secret}. You specified: ${describe(secret)}.`,
    );
  }
  return id;
}

/** Turns an answer into Stripe's `{ name: value } | { error }`; a field that is not there is the integrator's mistake. */
function unwrap<Name extends string, Value>(name: Name, answer: ApiAnswer): Result<Name, Value> {
  if (answer.type === 'lost') throw new IntegrationError(LOST);
  if (answer.type === 'error') return { error: answer.error };
  // The API answered 200 to a call whose only answer is this object.
  return { [name]: answer.body } as Result<Name, Value>;
}

/** The calls of one `Stripe(key, options)`. */
class SandboxInstance {
  readonly #origin: string;
  readonly #key: string;
  readonly #locale: string | undefined;
  readonly #api: ApiClient;

  constructor(origin: string, key: string, options: StripeConstructorOptions) {
    this.#origin = origin;
    this.#key = key;
    this.#locale = options.locale;
    this.#api = new ApiClient(origin, key, options.stripeAccount ?? null);
    this.#api.prepare();
  }

  elements(options?: GroupOptions): ElementsGroup {
    return new ElementsGroup(this.#origin, this.#locale, options, () => this.#api.alive);
  }

  async createPaymentMethod(
    data: CreatePaymentMethodCardData | CreatePaymentMethodFromElement | CreatePaymentMethodFromElements,
  ): Promise<Result<'paymentMethod', unknown>> {
    if ('elements' in data) {
      throw new IntegrationError(
        'createPaymentMethod() with elements is not available in the sandbox. Use createConfirmationToken() instead.',
      );
    }
    const { card, ...params } = 'element' in data ? { ...data.params, type: 'card', card: data.element } : { ...data };
    if (params.type !== 'card') {
      throw new IntegrationError(`The sandbox makes payment methods of type card; you passed: ${params.type}.`);
    }
    return unwrap(
      'paymentMethod',
      await this.#callWithCard('/v1/payment_methods', 'createPaymentMethod', card, params),
    );
  }

  async createToken(source: unknown, data: CreateTokenCardData = {}): Promise<Result<'token', unknown>> {
    if (!(source instanceof CardElement)) {
      throw new IntegrationError('You must provide a Stripe Element or a valid token type to create a Token.');
    }
    return unwrap('token', await this.#callWithCard('/v1/tokens', 'createToken', source, { card: data }));
  }

  async createConfirmationToken(options: CreateConfirmationToken): Promise<Result<'confirmationToken', unknown>> {
    const method = 'stripe.createConfirmationToken()';
    const group: unknown = options.elements;
    if (!(group instanceof ElementsGroup)) {
      throw new IntegrationError(`Invalid value for ${method}: elements should be an Elements object.`);
    }
    const { params = {} } = options;
    const billing = { ...params.payment_method_data?.billing_details };
    const { source, params: own, done } = group.confirmation(method, billing);
    const answer = await this.#api.call(
      'POST',
      '/v1/confirmation_tokens',
      { ...own, ...params, use_stripe_sdk: true },
      source,
    );
    const result = unwrap<'confirmationToken', unknown>('confirmationToken', answer);
    if (!result.error) done();
    return result;
  }

  async retrievePaymentIntent(clientSecret: string): Promise<IntentResult> {
    return this.#retrieve('retrievePaymentIntent', clientSecret);
  }

  async handleNextAction(options: { clientSecret: string }): Promise<IntentResult> {
    const result = await this.#retrieve('handleNextAction', options.clientSecret);
    if (result.error) return result;
    if (result.paymentIntent.status !== 'requires_action') {
      throw new IntegrationError('handleNextAction: The PaymentIntent supplied is not in the requires_action state.');
    }
    return this.#handle(result.paymentIntent, options.clientSecret);
  }

  async confirmCardPayment(
    clientSecret: string,
    data: ConfirmCardPaymentData = {},
    options: ConfirmCardPaymentOptions = {},
  ): Promise<IntentResult> {
    const id = intentOf('confirmCardPayment', clientSecret);
    const { payment_method: method, ...params } = data;
    if (params.payment_method_options?.card.cvc) {
      throw new IntegrationError('confirmCardPayment() with a cardCvc Element is not available in the sandbox.');
    }
    let paymentMethod = method;
    if (typeof method === 'object') {
      const made = unwrap<'made', { id: string }>(
        'made',
        await this.#callWithCard('/v1/payment_methods', 'confirmCardPayment', method.card, {
          ...method,
          type: 'card',
          card: null,
        }),
      );
      if (made.error) return made;
      paymentMethod = made.made.id;
    }
    const body = { ...params, payment_method: paymentMethod, client_secret: clientSecret, use_stripe_sdk: true };
    const answer = await this.#api.call('POST', `/v1/payment_intents/${id}/confirm`, body);
    const result = unwrap<'paymentIntent', PaymentIntent>('paymentIntent', answer);
    if (result.error || result.paymentIntent.status !== 'requires_action' || options.handleActions === false)
      return result;
    return this.#handle(result.paymentIntent, clientSecret);
  }

  registerAppInfo(info: { name: string }): void {
    if (!info.name) throw new IntegrationError('registerAppInfo() needs a name.');
  }

  /** Called by `loadStripe`, which only counts its versions. */
  _registerWrapper(): void {}

  async #retrieve(method: string, clientSecret: string): Promise<IntentResult> {
    const path = `/v1/payment_intents/${intentOf(method, clientSecret)}`;
    const answer = await this.#api.call('GET', path, { client_secret: clientSecret });
    return unwrap<'paymentIntent', PaymentIntent>('paymentIntent', answer);
  }

  /** Carries out the next action of an intent, then reads how it stands. */
  async #handle(intent: PaymentIntent, clientSecret: string): Promise<IntentResult> {
    const redirect = intent.next_action?.redirect_to_url?.url;
    if (redirect) {
      location.assign(redirect);
      // The page is about to go; nothing is left to answer to.
      return new Promise(() => undefined);
    }
    const end = await showChallenge(this.#origin, intent.id, clientSecret, this.#key);
    if (end === 'unreachable') {
      return { error: { type: 'api_connection_error', message: 'The 3D Secure challenge could not be loaded.' } };
    }
    const result = await this.#retrieve('handleNextAction', clientSecret);
    if (result.error || end === 'closed') return result;
    const { paymentIntent } = result;
    const failure = paymentIntent.status === 'requires_payment_method' ? paymentIntent.last_payment_error : null;
    return failure ? { error: { ...failure, payment_intent: paymentIntent } } : result;
  }

  async #callWithCard(
    path: string,
    method: string,
    source: unknown,
    params: Record<string, unknown>,
  ): Promise<ApiAnswer> {
    let card: Source | null = null;
    if (source instanceof CardElement && (source.type === 'card' || source.type === 'cardNumber')) {
      card = source.source;
      if (!card) throw new IntegrationError(LOST);
    } else if (!isToken(source)) {
      throw new IntegrationError(
        `Invalid value for ${method}: card should be an object or Element. You specified: ${String(source)}.`,
      );
    }
    return this.#api.call('POST', path, isToken(source) ? { ...params, card: { token: source.token } } : params, card);
  }
}

function isToken(source: unknown): source is Exclude<CardSource, CardElement> {
  return typeof source === 'object' && source !== null && 'token' in source && typeof source.token === 'string';
}

/**
 * Makes what `Stripe(publishableKey, options)` answers. Calling a member of Stripe.js that the sandbox does not have throws
 * an IntegrationError that names it.
 */
export function createInstance(origin: string, key: unknown, options: StripeConstructorOptions = {}): SandboxStripe {
  assertKey(key);
  const instance = Object.assign(new SandboxInstance(origin, key, options), absentMembers());
  // Stripe's own type has an overload for each kind of Element; the sandbox has the card's, checked when it is called.
  return instance as unknown as SandboxStripe;
}
