/** Abort signals that depend on another: `AbortSignal.any` is not in Safari before 17.4, Firefox before 124 and Chrome before 116. */

/**
 * A controller that is aborted with `signal` too, and then for the same reason. Abort it when the work is over: until then
 * it listens to `signal`.
 */
export function follower(signal?: AbortSignal | null): AbortController {
  const own = new AbortController();
  const follow = (): void => own.abort(signal?.reason);
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { signal: own.signal });
  return own;
}
