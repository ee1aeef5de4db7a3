/** Addresses that scripts may talk to: encrypted ones, and any on this machine. */

export function parseUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return undefined;
  const isFit = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  return isFit ? url : undefined;
}

export function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
}
