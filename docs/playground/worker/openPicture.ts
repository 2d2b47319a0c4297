import { syntheticFaces } from '../../../src/data/index.js';
import { DRAWN_SIDE } from '../first.js';
import type { OpenedPicture, PictureSource } from '../protocol.js';
import { detect } from './detector.js';
import { fitFrame } from './fitFrame.js';
import { cutOut, openPhoto, sameAgain, type OpenedPhoto } from './photo.js';
import { canvasPixels } from './pixels.js';
import { openedPicture, type Picture, type Session, type Work } from './session.js';

/** Opens a picture and forgets the one before. */
export async function openPicture(source: PictureSource, { session }: Work): Promise<OpenedPicture> {
  const opened = source.kind === 'drawn' ? drawn(source) : await photo(source, session);
  session.picture = opened.picture;
  session.map = undefined;
  const { picture, note, face } = opened;
  return { pixels: canvasPixels(picture.pixels), note, face, isFound: picture.landmarks !== undefined };
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

type PhotoSource = Exclude<PictureSource, { kind: 'drawn' }>;

/** A photo, with the landmarks of its face where there is a detector and it finds one. */
async function photo(source: PhotoSource, session: Session): Promise<Opened> {
  const { photo: opened, face, note } = await takenFrom(source, session);
  const { pixels } = opened;
  const landmarks = session.detector && (await detect(session.detector, pixels));
  const found = landmarks ? 'Its landmarks were found.' : 'No face was found: put the frame around it yourself.';
  return {
    picture: { pixels, landmarks, photo: opened },
    face: landmarks ? fitFrame(landmarks) : face,
    note: [note, session.detector && found].filter(Boolean).join(' ') || undefined,
  };
}

async function takenFrom(source: PhotoSource, session: Session): Promise<OpenedPhoto> {
  if (source.kind === 'camera') return openPhoto(source.frame);
  if (source.kind === 'file') return openPhoto(await decoded(source.file));
  const { photo: open } = openedPicture(session);
  if (!open) throw new Error('A drawn face fills its picture, and knows its landmarks.');
  return source.kind === 'cut' ? cutOut(open, source.face) : sameAgain(open);
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
