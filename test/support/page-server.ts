/** Serves pages written by a test, on a port of its own: somebody else's site. */
import { createServer } from 'node:http';

/** A site of one or more pages. */
export interface Site {
  url: string;
  close(): Promise<void>;
}

/** Serves `pages` by path (`/` for the first). */
export async function servePages(pages: Record<string, string>, headers: Record<string, string> = {}): Promise<Site> {
  const server = createServer((request, response) => {
    const page = pages[new URL(request.url ?? '/', 'http://page').pathname];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(page ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address !== 'object') throw new Error('The site has no port.');
  return {
    url: `http://localhost:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
