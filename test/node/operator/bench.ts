/** Operators' calls that several tests make. */
import assert from 'node:assert/strict';
import * as schemas from '../../../src/contract/schemas.js';
import type { OperatorRequest } from '../../../src/contract/types.js';
import type { AccountConfig } from '../../../src/server/index.js';
import { demo, problemIn, read, type Bench } from '../server/bench.js';

export const DOINGS = ['capture', 'cancel', 'refunds', 'send'] as const;
export const SMS = { channel: 'sms', to: '+1 (555) 010-0199' };
/** The first account, whose operators may cancel. */
export const cancels: AccountConfig = { ...demo, capabilities: { cancel: true } };

/** Does it and answers the request. */
export async function done(
  { operate }: Bench,
  id: string,
  doing: string,
  body?: unknown,
  headers = {},
): Promise<OperatorRequest> {
  const answer = await operate('POST', `/requests/${id}/${doing}`, body, headers);
  assert.equal(answer.status, doing === 'send' ? 202 : 200, await answer.clone().text());
  return read(answer, schemas.operatorRequest);
}

/** Status, code and first path of what refuses it. */
export async function refused(
  { operate }: Bench,
  id: string,
  doing: string,
  body?: unknown,
): Promise<[number, string, string]> {
  const { status, code, errors } = await problemIn(await operate('POST', `/requests/${id}/${doing}`, body));
  return [status, code, errors[0]?.path ?? ''];
}
