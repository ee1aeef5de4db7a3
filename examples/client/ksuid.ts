/** Makes a `requestId`. The npm package `ksuid` does the same, but asks for Node's `crypto` and `Buffer`. */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The second from which KSUIDs count: 2014-05-13. */
const epoch = 1_400_000_000;

/** Seconds in 4 bytes, 16 random bytes, written as one number in base 62: so they sort by time, as strings do. */
export function ksuid(
  now = Date.now(),
  random = crypto.getRandomValues(new Uint8Array(16)),
): string {
  // A clock that was never set is before it.
  let number = BigInt(Math.max(0, Math.floor(now / 1000) - epoch));
  for (const byte of random) number = number * 256n + BigInt(byte);
  let text = '';
  for (; text.length < 27; number /= 62n) text = digits.charAt(Number(number % 62n)) + text;
  return text;
}
