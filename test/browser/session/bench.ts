/** Sessions over a scripted backend, a scripted form and hosts that are plain elements: what a test drives and sees. */
import type { MoneyRequest } from '../../../src/contract/types.js';
import type { PayEventMap } from '../../../src/events.js';
import { sessionFor, useFormModule, type PayHost, type PaymentSession } from '../../../src/session/index.js';
import type { PaymentStatus } from '../../../src/session/index.js';
import {
  moneyRequest,
  scriptedBackend,
  type ScriptedBackend,
  type ScriptedBackendOptions,
} from '../../../src/testing/scripted-backend.js';
import { scriptedFormModule, type ScriptedForm, type ScriptedFormOptions } from '../../../src/testing/scripted-form.js';
import type { ScriptedWallets } from '../../../src/testing/scripted-wallets.js';

export const card = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123' } as const;
const names = ['open', 'close', 'submit', 'input', 'change', 'succeeded', 'failed', 'canceled', 'error'] as const;
const at = '2026-11-20T12:00:00.000Z';
const appearance = {
  color: 'black',
  placeholderColor: 'gray',
  invalidColor: 'red',
  disabledColor: 'gray',
  accent: 'blue',
  surface: 'white',
  danger: 'red',
  radius: '8px',
  fontFamily: 'serif',
  fontSize: '16px',
  lineHeight: '24px',
  colorScheme: 'light',
  direction: 'ltr',
  cell: { rowHeight: 40, paddingInline: 8, paddingBlockStart: 8, fieldHeight: 24, endInset: 8, gap: 1 },
} as const;

let made = 0;

/** An element that a session can speak through; what it hears is logged as `name>event`. */
export function aHost(name: string, log: string[] = [], parent: Element = document.body): PayHost {
  const host = document.createElement('div');
  const field = { label: 'Field', placeholder: '' };
  const given: Omit<PayHost, keyof HTMLElement> = {
    disabled: false,
    place: { host, useSlot: () => undefined, appearance: () => appearance },
    fieldsKind: 'card',
    walletPlace: null,
    receiptEmail: '',
    postalCodeValue: '',
    checkInputs: () => true,
    messagesForFields: { number: field, expiry: field, cvc: field },
    localeTag: 'en',
    sessionChanged: () => undefined,
  };
  for (const event of names)
    host.addEventListener(`pay-${event}`, (one) => {
      if (one.target === host) log.push(`${name}>${told(one)}`);
    });
  parent.append(host);
  return Object.assign(host, given);
}

/** An event in a word. */
function told(event: PayEventMap[keyof PayEventMap]): string {
  switch (event.type) {
    case 'pay-change': {
      const { state, previous } = event as PayEventMap['pay-change'];
      return `change ${previous.status} ${state.status}`;
    }
    case 'pay-failed':
    case 'pay-error':
      return `${event.type.slice(4)} ${'error' in event && event.error && 'kind' in event.error ? event.error.code : ''}`;
    case 'pay-canceled':
      return `canceled ${(event as PayEventMap['pay-canceled']).reason}`;
    default:
      return event.type.slice(4);
  }
}

/** What a test has. */
export interface Bench {
  backend: ScriptedBackend;
  request: MoneyRequest;
  session: PaymentSession;
  host: PayHost;
  log: string[];
  forms: readonly ScriptedForm[];
  wallets: readonly ScriptedWallets[];
  detach: () => void;
  /** Calls of `pay`, in order. */
  pays(): readonly { attempt: string; instrument?: object; receiptEmail?: string }[];
}

interface BenchOptions extends Omit<ScriptedBackendOptions, 'requests'> {
  request?: Partial<MoneyRequest>;
  form?: ScriptedFormOptions;
  /** Attaches nothing yet. */
  idle?: boolean;
}

/** A session with one host, `a`. */
export function bench({ request: change, form, idle = false, ...script }: BenchOptions = {}): Bench {
  const module = scriptedFormModule(form);
  useFormModule(module);
  const request = moneyRequest({ id: freshId(), ...change });
  const backend = scriptedBackend({ ...script, requests: [request] });
  const log: string[] = [];
  const host = aHost('a', log);
  const session = sessionFor(backend, request.id);
  return {
    backend,
    request,
    session,
    host,
    log,
    forms: module.forms,
    wallets: module.wallets,
    detach: idle ? () => undefined : session.attach(host),
    pays: () => backend.calls.flatMap(({ input }) => (input ? [input] : [])),
  };
}

/** An id that no other test has. */
export function freshId(): string {
  return `req_${String(++made).padStart(22, '0')}`;
}

/** Resolves once the session is in that state. */
export function reach(
  session: PaymentSession,
  status: PaymentStatus,
  host: PayHost = onlooker(session),
): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (session.state.status !== status) return;
      host.removeEventListener('pay-change', look);
      if (host.dataset['onlooker']) host.dispatchEvent(new Event('over'));
      resolve();
    };
    host.addEventListener('pay-change', look);
    look();
  });
}

/** A host of its own that only watches, out of the way of the others: last in the document. */
function onlooker(session: PaymentSession): PayHost {
  const host = aHost('onlooker');
  host.dataset['onlooker'] = 'yes';
  const detach = session.attach(host);
  host.addEventListener('over', () => {
    detach();
    host.remove();
  });
  return host;
}

/** Opens the form in the host and types a card. */
export async function fill({ session, host, forms }: Bench): Promise<ScriptedForm> {
  await reach(session, 'open');
  await session.show(host);
  const form = forms.at(-1);
  if (!form) throw new Error('No form was opened.');
  form.fill(card);
  return form;
}

/** Lets microtasks, imports and timers of no delay run. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve));
}

/** The part of a request that tells of an attempt. */
export function attemptOf(
  id: string,
  status: NonNullable<MoneyRequest['attempt']>['status'],
  code: NonNullable<MoneyRequest['attempt']>['code'] = null,
): Pick<MoneyRequest, 'attempt'> {
  return { attempt: { id, status, code, recovery: null, declineCode: null, startedAt: at } };
}

/** Removes what a test put into the page. */
export function clear(): void {
  document.body.replaceChildren();
  sessionStorage.clear();
}

/** A promise that a test settles. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
