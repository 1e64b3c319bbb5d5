import type Stripe from 'stripe';
import { newId } from '../ids.js';

/** The version of Stripe's API that the sandbox speaks. */
export const API_VERSION = '2026-10-28.endive';

/** A new event. Its object is a copy: later changes do not reach it. */
export function buildEvent(input: {
  type: Stripe.Event.Type;
  object: Stripe.Event.Data.Object;
  previous: Stripe.Event.Data.PreviousAttributes | undefined;
  created: number;
  livemode: boolean;
  /** The connected account it happened on, where webhooks go to its platform. */
  account: string | null;
  request: Stripe.Event.Request;
  pendingWebhooks: number;
}): Stripe.EventBase {
  const event: Stripe.EventBase = {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: input.created,
    data: { object: structuredClone(input.object) },
    livemode: input.livemode,
    pending_webhooks: input.pendingWebhooks,
    request: input.request,
    type: input.type,
  };
  if (input.previous !== undefined) event.data.previous_attributes = input.previous;
  if (input.account !== null) event.account = input.account;
  return event;
}
