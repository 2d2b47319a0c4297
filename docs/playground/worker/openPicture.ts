import { syntheticFaces } from '../../../src/data/index.js';
import { DRAWN_SIDE } from '../first.js';
import type { OpenedPicture, PictureSource } from '../protocol.js';
import { cutOut, openPhoto, type OpenedPhoto } from './photo.js';
import { canvasPixels } from './pixels.js';
import { openedPicture, type Picture, type Session, type Work } from './session.js';

/** Opens a picture and forgets the one before. */
export async function openPicture(source: PictureSource, { session }: Work): Promise<OpenedPicture> {
  const opened = source.kind === 'drawn' ? drawn(source) : await photo(source, session);
  session.picture = opened.picture;
  session.map = undefined;
  return { pixels: canvasPixels(opened.picture.pixels), note: opened.note, face: opened.face };
}

interface Opened extends Pick<OpenedPicture, 'note' | 'face'> {
  readonly picture: Picture;
}

function drawn({ emotion, seed }: PictureSource & { kind: 'drawn' }): Opened {
  const faces = syntheticFaces({ count: 1, seed, size: DRAWN_SIDE, emotions: [emotion] });
  const pixels = { pixels: faces.pixels, width: DRAWN_SIDE, height: DRAWN_SIDE, channels: 1 as const };
  const picture = { pixels, landmarks: faces.landmarks[0], photo: undefined };
  return { picture, note: undefined, face: undefined };
}

async function photo(source: Exclude<PictureSource, { kind: 'drawn' }>, session: Session): Promise<Opened> {
  const { photo: opened, ...rest } = await takenFrom(source, session);
  return { picture: { pixels: opened.pixels, landmarks: undefined, photo: opened }, ...rest };
}

async function takenFrom(source: Exclude<PictureSource, { kind: 'drawn' }>, session: Session): Promise<OpenedPhoto> {
  if (source.kind !== 'cut') return openPhoto(source.kind === 'camera' ? source.frame : await decoded(source.file));
  const { photo: whole } = openedPicture(session);
  if (!whole) throw new Error('A drawn face fills its picture already.');
  return cutOut(whole, source.face);
}

/** Turned upright as its EXIF data says. */
async function decoded(file: File): Promise<ImageBitmap> {
  if (file.size === 0) throw new Error(`“${file.name}” is empty.`);
  try {
    return await createImageBitmap(file);
  } catch (cause) {
    throw new Error(
      `“${file.name}” is no picture that this browser can read, or it is damaged. JPEG, PNG, WebP, GIF and BMP work everywhere.`,
      { cause },
    );
  }
}
