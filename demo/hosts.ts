/**
 * By which names the demo answers. A page elsewhere whose own name is made to lead here (DNS rebinding) would share the
 * demo's origin, and its business's cookie.
 */
import { networkInterfaces } from 'node:os';

/** Names of the machine itself, `localhost` and what is under it. */
const LOOPBACK = /^(.+\.)?localhost$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** Answers whether a `Host` is one by which the demo is meant: loopback, an address, `HOST`'s or the one of `BASE_URL`. */
export function ownHosts({ baseUrl, host }: { baseUrl: string; host: string }): (given: string | null) => boolean {
  const named = new Set([new URL(baseUrl).hostname, host.toLowerCase()]);
  return (given) => {
    if (given === null || !URL.canParse(`http://${given}`)) return false;
    const { hostname, username, pathname } = new URL(`http://${given}`);
    if (username !== '' || pathname !== '/') return false;
    return named.has(hostname) || LOOPBACK.test(hostname) || IPV4.test(hostname) || hostname.startsWith('[');
  };
}

/** The origins at which a browser on this machine, or on its network, may have opened the demo's pages. */
export function ownOrigins(port: number): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    // A link-local one of IPv6 names its interface, and no browser opens that.
    .filter(({ scopeid }) => !scopeid)
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
  return [...new Set(['localhost', '127.0.0.1', '[::1]', ...addresses])].map(
    (name) => new URL(`http://${name}:${port}`).origin,
  );
}
