import type { RequestChange } from '../../contract/types.js';
import { check, equal } from '../store-contract/bench.js';
import type { Bench } from './bench.js';

/** Live status. */
export function watchTests({ test }: Bench): void {
  test('watching tells the present first, then what changes, and nothing once it is stopped', async (given) => {
    const { another, backend, id, pay, unknownId } = given;
    if (backend.flow === 'token' || !backend.watch) return;
    const other = await another?.();
    const ids = other === undefined ? [id, unknownId] : [id, other, unknownId];
    const heard: RequestChange[] = [];
    let look = (): void => undefined;
    const until = (so: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        look = () => {
          if (so()) resolve();
        };
        look();
      });
    const of = (one: string): RequestChange[] => heard.filter((change) => change.id === one);

    const { version } = await backend.retrieve(id);
    const stop = backend.watch(ids, (change) => {
      heard.push(change);
      look();
    });
    await until(() => ids.every((one) => one === unknownId || of(one).length > 0));
    equal(of(id)[0], { id, status: 'open', version }, 'the present');
    const { request } = await pay('a1', 'visa');
    await until(() => of(id).at(-1)?.status === 'paid');
    check((of(id).at(-1)?.version ?? 0) >= request.version, 'as new as the answer');
    equal(of(unknownId), [], 'of an unknown id');
    const versions = of(id).map((change) => change.version);
    equal(
      versions,
      [...versions].sort((a, b) => a - b),
      'versions in their order',
    );

    stop();
    const before = heard.length;
    if (other !== undefined) await backend.pay(other, { attempt: 'a1', instrument: { paymentMethod: 'pm_card_visa' } });
    await backend.retrieve(other ?? id);
    equal(heard.length, before, 'changes heard after it was stopped');
  });
}
