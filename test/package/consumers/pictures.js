import { useBackend } from 'face-perturb';
import { fromPixels, toImageData } from 'face-perturb/data';

const [WIDTH, HEIGHT] = [6, 4];

/** Bytes of a picture in which no two pixels are alike; opaque, because a canvas rounds the colours of what is not. */
function bytes() {
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let at = 0; at < WIDTH * HEIGHT; at++) data.set([10 * at, 255 - 9 * at, (83 * at) % 256, 255], 4 * at);
  return data;
}

/** Every kind of source there is, with that picture. */
async function sources() {
  const imageData = new ImageData(bytes(), WIDTH, HEIGHT);
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  canvas.getContext('2d').putImageData(imageData, 0, 0);
  const offscreen = new OffscreenCanvas(WIDTH, HEIGHT);
  offscreen.getContext('2d').putImageData(imageData, 0, 0);
  const image = new Image();
  image.src = canvas.toDataURL('image/png');
  await image.decode();
  const bitmap = await createImageBitmap(imageData);
  const videoFrame = typeof VideoFrame === 'undefined' ? undefined : new VideoFrame(canvas, { timestamp: 0 });
  return { imageData, canvas, offscreen, image, bitmap, ...(videoFrame && { videoFrame }) };
}

const refusal = (act) => {
  try {
    return String(act());
  } catch ({ name, code, message }) {
    return { name, code, message };
  }
};

window.run = async () => {
  await useBackend('cpu', { module: () => import('@tensorflow/tfjs-backend-cpu') });
  const all = await sources();
  const read = {};
  for (const [name, source] of Object.entries(all)) {
    const image = fromPixels(source);
    const back = await toImageData(image);
    const isImageData = back instanceof ImageData;
    read[name] = { shape: image.shape, isImageData, size: [back.width, back.height], data: [...back.data] };
    image.dispose();
  }
  all.bitmap.close();
  all.videoFrame?.close();
  return {
    expected: [...bytes()],
    read,
    early: refusal(() => fromPixels(document.createElement('video'))),
    closed: [all.bitmap, all.videoFrame].filter(Boolean).map((source) => refusal(() => fromPixels(source))),
    foreign: refusal(() => fromPixels(document.body)),
    large: refusal(() => fromPixels(all.canvas, { maxPixels: 23 })),
  };
};
