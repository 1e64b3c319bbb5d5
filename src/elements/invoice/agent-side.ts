import { emailAddress } from '../../contract/email.js';
import type { Channel } from '../../contract/types.js';
import { moreFor } from '../../i18n/index.js';
import { webAddress } from '../internal/address.js';
import { qrCode } from '../link/code.js';
import { InvoiceDesk } from './desk.js';
import { problemWords } from './problems.js';
import type { InvoiceView } from './view.js';

const takes: Readonly<Record<Channel, (to: string) => boolean>> = {
  email: (to) => emailAddress(to) !== null,
  // Rough on purpose: the server decides, and says so.
  sms: (to) => to.length <= 32 && /^\+?(?:[ ()./-]*\d){5,15}$/.test(to),
};

/** What the agent's view knows and does: the draft, who the link is sent to, and the desk that acts. */
export class AgentSide {
  readonly view: InvoiceView;
  readonly desk: InvoiceDesk;
  /** What is typed as the recipient. */
  recipient = '';
  /** It was to be sent to something that is no recipient. */
  recipientWrong = false;

  #draft = '';
  #request = '';
  /** The id of the request that was made here, of the draft that is shown. */
  #made = '';

  constructor(view: InvoiceView) {
    this.view = view;
    this.desk = new InvoiceDesk(() => {
      view.update();
    });
  }

  /** Before each update: another draft or another request is another invoice. */
  follow(): void {
    const { element } = this.view;
    const draft = JSON.stringify(element.draft);
    if (draft !== this.#draft) {
      // What was made of the other draft is not this one's.
      if (this.#made && element.givenRequest?.id === this.#made) element.moneyRequest = null;
      this.#draft = draft;
      this.#made = '';
      this.#begin(element.draft?.receiptEmail ?? '');
    }
    const { requestId } = element;
    if (requestId === this.#request) return;
    this.#request = requestId;
    if (requestId !== this.#made) this.#begin(this.recipient);
  }

  /** After each update: fetches what it shows, once. */
  look(): void {
    const { element, state } = this.view;
    const { moneyRequest: request } = state;
    if (!element.isAgent || !request) return;
    if (element.client) void this.desk.look(element.client, request.id, request.status);
    // Without it the link is still there, in words.
    if (this.link !== null && !qrCode.now)
      void qrCode.load().then(
        () => this.view.update(),
        () => undefined,
      );
  }

  /** The link that can be handed over; null where there is none, or none that can be paid. */
  get link(): string | null {
    const { moneyRequest: request } = this.view.state;
    if (request?.status !== 'open' || !request.available || this.desk.seen?.links === 'off') return null;
    return webAddress(request.payUrl);
  }

  /** What is said where the request could not be read; `''` otherwise. */
  get missing(): string {
    const { state } = this.view;
    const { moneyRequest, status } = state;
    if (moneyRequest || status !== 'unavailable') return '';
    return problemWords({ at: 'look', error: state.error }, this.#words);
  }

  /** How it can be sent. */
  get channels(): readonly Channel[] {
    const { element } = this.view;
    return element.client && !element.readonly ? (this.desk.seen?.channels ?? []) : [];
  }

  /** Whether a link can be asked for. */
  get mayCreate(): boolean {
    const { client, draft, readonly } = this.view.element;
    return client !== null && draft !== null && !readonly;
  }

  readonly create = async (): Promise<void> => {
    const { element } = this.view;
    const { client, draft } = element;
    if (!client || !draft) return;
    const made = await this.desk.create(client, draft);
    if (!made) return;
    this.#made = made.id;
    if (element.request) element.request = made.id;
    element.moneyRequest = made;
    this.view.say(this.#words.created);
    this.view.focusOn('.copy');
  };

  readonly send = async (): Promise<void> => {
    const { client } = this.view.element;
    const { moneyRequest: request } = this.view.state;
    const to = this.recipient.trim();
    if (!client || !request || this.desk.sent?.to === to) return;
    this.recipientWrong = !this.channels.some((channel) => takes[channel](to));
    this.view.update();
    if (this.recipientWrong) this.view.focusOn('.recipient');
    else if (await this.desk.send(client, request.id, to)) this.view.say(this.#words.sentTo(to));
  };

  readonly lookAgain = async (): Promise<void> => {
    const { element, session, state } = this.view;
    const { moneyRequest: request } = state;
    // Emptied first: the same words are heard again only where they are put in anew.
    if (!request) this.view.say('');
    // What cannot be known yet stays shown as it is.
    await session?.refresh().catch(() => undefined);
    if (!request) this.view.say(this.missing);
    if (element.client && request) await this.desk.lookAgain(element.client, request.id, request.status);
  };

  readonly type = (event: Event & { currentTarget: HTMLInputElement }): void => {
    this.recipient = event.currentTarget.value;
    this.recipientWrong = false;
    this.view.update();
  };

  get #words(): ReturnType<typeof moreFor>['invoice'] {
    return moreFor(this.view.localeTag).invoice;
  }

  #begin(recipient: string): void {
    this.desk.reset();
    this.recipient = recipient;
    this.recipientWrong = false;
  }
}
