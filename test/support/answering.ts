/** A `fetch` whose calls a test answers as requests. The time limit of a call is no part of it. */
export function answering(
  answer: (request: Request) => Promise<Response>,
): (input: string, init: RequestInit) => Promise<Response> {
  return (input, init) => answer(new Request(input, init));
}
