/** The API as a client on the network meets it. */
import type { Send } from '../api.ts';

/** `endpoint` is where GraphQL is served: `http://127.0.0.1:7071/graphql`. */
export function sendTo(endpoint: string, send: typeof fetch = fetch): Send {
  return async ({ method = 'POST', path = '/graphql', headers = {}, body }) => {
    const answer = await send(new URL(path, endpoint), {
      method,
      headers,
      ...(body !== undefined && { body: Buffer.from(body) }),
    });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
}

/** The other way round: for a client that wants to be given a `fetch`. */
export function fetchFrom(send: Send): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { status, headers, text } = await send({
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
    });
    return new Response(text, { status, headers });
  };
}
