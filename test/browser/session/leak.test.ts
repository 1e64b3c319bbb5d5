import { expect } from '@open-wc/testing';
import { configure, PayRequest } from '../../../src/index.js';
import { register } from '../../../src/elements/internal/register.js';
import { useFormModule } from '../../../src/session/index.js';
import { moneyRequest, scriptedBackend } from '../../../src/testing/scripted-backend.js';
import { scriptedFormModule } from '../../../src/testing/scripted-form.js';
import { freshId } from './bench.js';

register('pay-request', PayRequest);

/** Listeners on window and document that are there, by type, counted from now on. */
function countListeners(): { counts: Map<string, number>; restore(): void } {
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const counts = new Map<string, number>();
  const held = new Map<string, Set<unknown>>();
  const seen = (target: EventTarget): boolean => target === window || target === document;
  const note = (type: string): void => void counts.set(type, held.get(type)?.size ?? 0);
  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    ...args: Parameters<typeof addEventListener>
  ) {
    // Called as a function it is the window's.
    const target = this ?? window;
    const [type, listener, options] = args;
    if (seen(target) && listener) {
      const all = held.get(type) ?? new Set();
      held.set(type, all.add(listener));
      note(type);
      const { signal } = typeof options === 'object' ? options : {};
      if (signal)
        addEventListener.call(signal, 'abort', () => {
          all.delete(listener);
          note(type);
        });
    }
    addEventListener.apply(target, args);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    ...args: Parameters<typeof removeEventListener>
  ) {
    const target = this ?? window;
    if (seen(target)) {
      held.get(args[0])?.delete(args[1]);
      note(args[0]);
    }
    removeEventListener.apply(target, args);
  };
  return {
    counts,
    restore: () => Object.assign(EventTarget.prototype, { addEventListener, removeEventListener }),
  };
}

const total = (counts: Map<string, number>): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** How many of the things that were made are still held by anything. */
async function alive(refs: readonly WeakRef<object>[]): Promise<number> {
  // What a browser frees it frees under pressure: memory is asked for and let go until it has.
  for (let round = 0; round < 40 && refs.some((ref) => ref.deref()); round++) {
    let waste: unknown[] = [];
    for (let piece = 0; piece < 20; piece++) waste.push(new Array(400_000).fill({ round }), new ArrayBuffer(4_000_000));
    waste = [];
    await turn();
    if (refs.filter((ref) => ref.deref()).length <= refs.length / 100) break;
  }
  return refs.filter((ref) => ref.deref()).length;
}

describe('a page that lives long', () => {
  it('mounts and removes a thousand elements and keeps nothing of them', async function () {
    this.timeout(60_000);
    // One module a form: a scripted module keeps all of its forms.
    useFormModule({ ...scriptedFormModule(), openForm: (options) => scriptedFormModule().openForm(options) });
    const requests = Array.from({ length: 1000 }, () => moneyRequest({ id: freshId() }));
    const backend = scriptedBackend({ requests });
    configure({ backend });
    const refs: WeakRef<object>[] = [];
    const listeners = countListeners();
    const use = async (from: number, to: number, open: boolean): Promise<void> => {
      for (const { id } of requests.slice(from, to)) {
        const element = document.createElement('pay-request');
        element.request = id;
        document.body.append(element);
        refs.push(new WeakRef(element));
        if (open) {
          await element.updateComplete;
          await element.refresh();
          await element.show();
        }
      }
      await turn();
      document.body.replaceChildren();
      await turn();
    };
    try {
      // What is there once, however many elements come: shared observers, the stream's.
      await use(0, 50, true);
      const before = total(listeners.counts);
      await use(0, 1, false);
      expect(listeners.counts.has('online'), 'they are counted').to.equal(true);
      for (let from = 50; from < 1000; from += 50) await use(from, from + 50, from % 200 === 0);
      await turn();
      const after = total(listeners.counts);
      const left = await alive(refs);
      console.log(`1000 elements mounted and removed: ${before} → ${after} listeners, ${left} elements still held`);
      expect(after, JSON.stringify([...listeners.counts])).to.equal(before);
      expect(left).to.be.lessThan(150);
    } finally {
      listeners.restore();
    }
  });
});
