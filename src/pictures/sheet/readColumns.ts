import { checkOptionNames } from '../../support/checks.js';
import { FacePerturbError, show } from '../../support/errors.js';
import { readClusterBlend } from '../clusterPicture.js';
import { checkCount, checkFlag, readBlend } from '../options.js';
import { blendClusters, paintClusters } from '../paintClusters.js';
import { blendMaps, paintMaps } from '../paintMaps.js';
import type { Raster, Size } from '../raster.js';
import { readClusters } from '../readClusters.js';
import { paintFaces, readFaces, type Faces } from '../readFaces.js';
import { SCALE_OPTIONS, scaleMaps, type ShownScale } from '../scaleMaps.js';
import type { AttentionColumn, ClusterColumn, PictureColumn, SheetColumn } from './columns.js';

/** A column, painted. */
export interface PaintedColumn {
  readonly title: string;
  /** A picture for each image, or one for all. */
  readonly pictures: Raster;
  /** Of attention: what the colours stand for, and how strongly they cover the face. */
  readonly scale?: ShownScale & { readonly fade: number | undefined };
  /** Of clusters: what each is called. */
  readonly names?: readonly string[];
  /** Of attention: for each picture, why it has nothing to show. */
  readonly notes?: readonly (string | undefined)[];
}

/** What columns are painted on. */
export interface Ground {
  readonly faces: Faces | undefined;
  /** Images there are. */
  readonly count: number;
  /** Size of a picture on the sheet. */
  readonly size: Size;
  readonly smooth: boolean;
}

/**
 * Paints one column.
 *
 * @throws FacePerturbError as `heatMap`, `overlay`, `clusterPicture` and `readFaces`.
 */
export async function paintColumn(what: string, column: SheetColumn, ground: Ground): Promise<PaintedColumn> {
  checkTitle(what, column);
  if ('map' in column) return paintAttention(what, column, ground);
  return 'clusters' in column ? paintClustering(what, column, ground) : paintPictures(what, column, ground);
}

function checkTitle(what: string, column: unknown): void {
  const { title, ...rest } = (typeof column === 'object' && column !== null ? column : {}) as Record<string, unknown>;
  const kinds = ['map', 'clusters', 'images'].filter((kind) => kind in rest);
  if (typeof title === 'string' && kinds.length === 1) return;
  throw new FacePerturbError(what, {
    code: 'invalid-argument',
    expected: 'a column: { title } with one of map, clusters and images',
    received: kinds.length > 1 ? `${kinds.join(' and ')} in one` : show(column),
  });
}

async function paintAttention(what: string, column: AttentionColumn, ground: Ground): Promise<PaintedColumn> {
  checkOptionNames(what, column, ['title', 'map', 'faces', 'opacity', 'fade', ...SCALE_OPTIONS]);
  const { size, smooth, count } = ground;
  const blend = { ...readBlend(what, column), smooth };
  const faces = facesUnder(what, column.faces, ground);
  const maps = await scaleMaps(`${what}: map`, column.map, column);
  checkCount(`${what}: map`, maps.count, count);
  const { title } = column;
  const scale = { ...maps.scale, fade: faces && blend.fade ? blend.opacity : undefined };
  if (!faces) return { title, scale, notes: maps.notes, pictures: paintMaps(maps, size, smooth) };
  const pictures = paintFaces(faces, size, { grey: true, smooth });
  blendMaps(pictures, maps, blend);
  const notes = Array.from({ length: count }, (_, at) => maps.notes[maps.count === 1 ? 0 : at]);
  return { title, scale, notes, pictures };
}

async function paintClustering(what: string, column: ClusterColumn, ground: Ground): Promise<PaintedColumn> {
  checkOptionNames(what, column, ['title', 'clusters', 'names', 'faces', 'opacity', 'borders']);
  const { size, smooth, count } = ground;
  const blend = readClusterBlend(what, column);
  const faces = facesUnder(what, column.faces, ground);
  const clusters = readClusters(`${what}: clusters`, column.clusters);
  checkCount(`${what}: clusters`, clusters.labels.length, count);
  const names = Array.from({ length: clusters.found }, (_, at) => column.names?.[at] ?? `cluster ${at}`);
  const { title } = column;
  if (!faces) return { title, names, pictures: paintClusters(clusters, size) };
  const pictures = paintFaces(faces, size, { grey: true, smooth });
  for (let image = 0; image < count; image++) blendClusters(pictures, image, clusters, blend);
  return { title, names, pictures };
}

async function paintPictures(what: string, column: PictureColumn, ground: Ground): Promise<PaintedColumn> {
  checkOptionNames(what, column, ['title', 'images']);
  const pictures = await readFaces(what, column.images);
  checkCount(`${what}: images`, pictures.count, ground.count);
  return { title: column.title, pictures: paintFaces(pictures, ground.size, { smooth: ground.smooth }) };
}

function facesUnder(what: string, wanted: boolean | undefined, { faces }: Ground): Faces | undefined {
  return checkFlag(what, 'faces', wanted ?? faces !== undefined) ? faces : undefined;
}
