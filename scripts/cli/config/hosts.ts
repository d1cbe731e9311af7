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

/** The host without its port and without the final dot of a fully qualified name. */
const nameOf = ({ hostname }: URL): string => hostname.replace(/\.$/, '');

export const isProduction = (url: URL, provider: Provider): boolean =>
  provider.hosts.some((host) => host.use === 'production' && nameOf(new URL(host.url)) === nameOf(url));

/** The URL, or what is wrong with it: words that follow the name of the variable. */
export function readBaseUrl(text: string, provider: Provider): URL | string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'is not a URL';
  }
  if (url.username !== '' || url.password !== '') return 'must not hold credentials';
  if (endsInRequestPath(url, provider)) return `ends in ${provider.request.path}, which is added to it: leave that out`;
  // Look at href: a bare `?` leaves url.search empty, and the path would become part of the query.
  if (/[?#]/.test(url.href)) return 'must end before any query or fragment';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  return url.protocol === 'http:' ? 'must be https: plain http is for this machine only' : 'must be an https URL';
}

const segments = (path: string): string => `/${path.split('/').filter(Boolean).join('/')}`;

/** Whether the whole path of the token request stands at the end already. A documented host may end so. */
function endsInRequestPath(url: URL, { request, hosts }: Provider): boolean {
  const path = segments(request.path);
  const end = segments(url.pathname);
  const isDocumented = hosts.some((host) => segments(new URL(host.url).pathname) === end);
  return path !== '/' && !isDocumented && end.endsWith(path);
}
