import { Router, type RequestHandler } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { dirname, join, sep } from 'node:path';

/** Vite puts a digest of the content into these names, so that a name never gets another content. */
const HASHED_NAME = /-[\w-]{8,}\.\w+$/;
const SHARED_WITH_OTHER_SITES = /[\\/]api[\\/]documents[\\/]|\.(?:woff2?|ttf|otf)$/;

/** `dist/web` of the package, found from the sources as well as from `dist`. */
export function builtPages(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The package that holds the gateway has no package.json.');
    folder = parent;
  }
  return join(folder, 'dist', 'web');
}

/** The same files under the addresses of the contract and under our own. */
export function servePages(folder: string, { isLibraryShown }: { isLibraryShown: boolean }): Router {
  const router = Router({ strict: true });
  const filesOf = (subfolder: string) =>
    expressStaticGzip(join(folder, subfolder), {
      index: 'index.html',
      serveStatic: { redirect: false, cacheControl: false, setHeaders: setPageHeaders },
    });
  router.use('/web-apps/apps', filesOf('.'));
  router.use('/assets', filesOf('assets'));
  if (isLibraryShown) {
    // Relative, because a proxy may serve us below a prefix that we are not told.
    router.get(['/', '/library'], (_request, response) => response.redirect(302, 'library/'));
    router.use('/library', filesOf('library'));
  } else {
    router.get('/', (_request, response) => response.type('text').send('Quire is running.'));
  }
  router.get('/robots.txt', (_request, response) =>
    response.type('text').send('User-agent: *\nDisallow: /\n'),
  );
  router.use(['/library/', '/web-apps/apps/'], tellHowToBuild(folder));
  return router;
}

function setPageHeaders(response: ServerResponse, served: string): void {
  const file = served.replace(/\.gz$/, '');
  const isImmutable = file.includes(`${sep}assets${sep}`) && HASHED_NAME.test(file);
  response.setHeader('Cache-Control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  // The frame and what it loads are embedded by pages of other sites.
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  if (SHARED_WITH_OTHER_SITES.test(file)) response.setHeader('Access-Control-Allow-Origin', '*');
}

function tellHowToBuild(folder: string): RequestHandler {
  return (_request, response, next) => {
    if (existsSync(folder)) next();
    else response.status(503).type('text').send('The pages are not built yet. Run: npm run build:web\n');
  };
}
