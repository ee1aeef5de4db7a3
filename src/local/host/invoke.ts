/** One call of a function as the real worker makes it, by the library's public classes. */
import functions, {
  type HttpHandler,
  type HttpRequestInit,
  type HttpResponse,
  type InvocationContextInit,
} from '@azure/functions';

/** Undefined where the handler answered nothing; throws what the handler throws. */
export async function invoke(
  handler: HttpHandler,
  request: HttpRequestInit,
  context: InvocationContextInit,
): Promise<HttpResponse | undefined> {
  const answer: unknown = await handler(
    new functions.HttpRequest(request),
    new functions.InvocationContext(context),
  );
  if (answer === undefined || answer === null) return undefined;
  if (typeof answer !== 'object')
    throw new Error('a handler answered something else than an object');
  return new functions.HttpResponse(answer);
}
