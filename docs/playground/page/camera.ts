import { byId } from './dom.js';

/** The camera: nothing is asked for until the reader has read what happens to its pictures. */
export function setUpCamera(take: (frame: ImageBitmap) => Promise<void>): void {
  const panel = byId('pg-camera-panel');
  const words = byId('pg-camera-words');
  const video = byId<HTMLVideoElement>('pg-video');
  const [open, ask, shoot, stop] = ['', '-start', '-take', '-stop'].map((name) => byId(`pg-camera${name}`)) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  const first = words.textContent ?? '';
  let stream: MediaStream | undefined;

  const show = (isOn: boolean) => {
    video.hidden = shoot.hidden = !isOn;
    ask.hidden = isOn;
  };
  const end = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.srcObject = null;
    panel.hidden = true;
    open.focus();
  };

  open.addEventListener('click', () => {
    words.textContent = first;
    show(false);
    panel.hidden = false;
    ask.focus();
  });
  ask.addEventListener('click', async () => {
    try {
      stream = await cameraStream();
      video.srcObject = stream;
      await video.play();
      show(true);
      shoot.focus();
    } catch (error) {
      words.textContent = whyNot(error);
    }
  });
  shoot.addEventListener('click', async () => {
    const frame = await createImageBitmap(video);
    end();
    await take(frame);
  });
  stop.addEventListener('click', end);
}

async function cameraStream(): Promise<MediaStream> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices) throw new Error('the page is not served over https');
  return mediaDevices.getUserMedia({ video: { facingMode: 'user' }, audio: false });
}

function whyNot(error: unknown): string {
  const { name, message } = error as Error;
  const reasons: Readonly<Record<string, string>> = {
    NotAllowedError: 'you or your browser said no',
    NotFoundError: 'there is none',
    NotReadableError: 'another program uses it',
  };
  return `No camera: ${reasons[name] ?? message}. A file or a drawn face does as well.`;
}
