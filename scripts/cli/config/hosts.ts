import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Provider } from '../../model/provider.ts';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isLoopback(url: URL): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return (
    host === 'localhost' || (isIPv4(host) && loopback.check(host)) || (isIPv6(host) && loopback.check(host, 'ipv6'))
  );
}

/** Whatever the port, and with or without the dot of a fully qualified name. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, '');

export const isProduction = (url: URL, provider: Provider): boolean =>
  provider.hosts.some((host) => host.use === 'production' && nameOf(new URL(host.url)) === nameOf(url));

/** A base URL without a slash at its end, or what is wrong with it. */
export function readBaseUrl(text: string): URL | string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'is not a URL';
  }
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  // A bare `?` leaves url.search empty, and would swallow the path.
  if (/[?#]/.test(url.href)) return 'must end before any query or fragment';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  return url.protocol === 'http:' ? 'must be https: plain http is for this machine only' : 'must be an https URL';
}
