import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { REPOSITORY } from './paths.js';
import type { Packed } from './packOnce.js';
import type { Served } from './serve.js';

interface Manifest {
  readonly name: string;
  readonly version: string;
}

/** A package that can be had, and what sends its tarball. */
interface Offer {
  readonly manifest: Manifest;
  send(response: ServerResponse): void;
}

/**
 * A registry on 127.0.0.1 that has the packed package, and every package that is installed in the repository: enough for
 * `npm install` as a user types it, without a network.
 */
export async function startRegistry(packed: Packed): Promise<Served> {
  const offers = [ownOffer(packed), ...installedOffers()];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname).slice(1);
    const [, place] = /^-\/(\d+)\.tgz$/.exec(path) ?? [];
    if (place) return offers[Number(place)]?.send(response);
    const document = describe(path, offers, `http://${request.headers.host}`);
    return document
      ? response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(document))
      : response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a registry says of a name; the first version there is counts as the newest. */
function describe(name: string, offers: readonly Offer[], address: string): object | undefined {
  const versions = offers.flatMap(({ manifest }, at) =>
    manifest.name === name ? [{ ...manifest, dist: { tarball: `${address}/-/${at}.tgz` } }] : [],
  );
  const [newest] = versions;
  if (!newest) return undefined;
  const byVersion = Object.fromEntries(versions.map((each) => [each.version, each]));
  return { name, 'dist-tags': { latest: newest.version }, versions: byVersion };
}

function ownOffer({ folder, tarball }: Packed): Offer {
  return { manifest: readManifest(folder), send: (response) => createReadStream(tarball).pipe(response) };
}

/** Everything in node_modules, also what lies in a package's own; the outermost of each name first. */
function installedOffers(): Offer[] {
  const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as { packages: object };
  return Object.keys(lock.packages)
    .filter((path) => path.startsWith('node_modules/') && existsSync(join(REPOSITORY, path, 'package.json')))
    .sort((a, b) => a.length - b.length)
    .map((path) => {
      const folder = join(REPOSITORY, path);
      return { manifest: readManifest(folder), send: (response) => pack(folder, response) };
    });
}

function pack(folder: string, response: ServerResponse): void {
  const name = basename(folder);
  const parameters = ['-cf', '-', '--use-compress-program', 'gzip -1', '--exclude', `${name}/node_modules`];
  spawn('tar', [...parameters, '-C', dirname(folder), name]).stdout.pipe(response);
}

const readManifest = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
