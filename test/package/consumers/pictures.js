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

/** The mean colour of a part of the first picture of a batch. */
function meanColour(values, width, { left, top, side }) {
  const sums = [0, 0, 0];
  for (let y = top; y < top + side; y++)
    for (let x = left; x < left + side; x++)
      for (let at = 0; at < 3; at++) sums[at] += values[(y * width + x) * 3 + at];
  return sums.map((sum) => sum / side ** 2);
}

/** Frames taken from a video while it plays, the first from this second on, with what its clock says. */
function playedFrame(video, second) {
  return new Promise((resolve) => {
    const look = (_, { mediaTime }) => {
      if (mediaTime < second) return video.requestVideoFrameCallback(look);
      const image = fromPixels(video);
      const values = image.dataSync();
      image.dispose();
      const colours = { left: { left: 8, top: 8 }, right: { left: 40, top: 8 }, bar: { left: 28, top: 36 } };
      const means = Object.entries(colours).map(([name, place]) => [
        name,
        meanColour(values, 64, { ...place, side: 8 }),
      ]);
      resolve({ playing: !video.paused, mediaTime, shape: image.shape, ...Object.fromEntries(means) });
    };
    video.requestVideoFrameCallback(look);
  });
}

window.playVideo = async () => {
  await useBackend('cpu', { module: () => import('@tensorflow/tfjs-backend-cpu') });
  const clip = await (await fetch('./clip.webm')).blob();
  const video = Object.assign(document.createElement('video'), { muted: true, loop: true });
  video.src = URL.createObjectURL(new Blob([clip], { type: 'video/webm' }));
  await video.play();
  return [await playedFrame(video, 0.3), await playedFrame(video, 1.2)];
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
