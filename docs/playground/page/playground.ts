import { setUpAnswers, setUpEachPart } from './answers.js';
import { createApp } from './app.js';
import { setUpAttention } from './attention.js';
import { setUpBackend, useBackend } from './backend.js';
import { setUpClusters } from './clusters.js';
import { setUpCode } from './code.js';
import { byId } from './dom.js';
import { setUpHiding } from './hide.js';
import { ourNetwork, setUpNetwork, useNetwork } from './network.js';
import { openPicture, setUpPicture } from './pictureSource.js';

const assets = new URL('.', (document.currentScript as HTMLScriptElement).src);

const app = createApp(assets, async (self, bench) => {
  await useBackend(self, bench, 'wasm');
  // Without its network the page still hides parts: it says what went wrong, and goes on.
  if (self.ours) await self.tried(() => useNetwork(self, bench, ourNetwork(self)));
  await openPicture(self, bench, self.settings.source);
  for (const image of document.querySelectorAll('.frames img')) image.remove();
  for (const id of ['pg-picture', 'pg-hidden']) byId(id).hidden = false;
});

for (const setUp of [
  setUpBackend,
  setUpPicture,
  setUpHiding,
  setUpAnswers,
  setUpEachPart,
  setUpAttention,
  setUpClusters,
  setUpNetwork,
  setUpCode,
]) {
  setUp(app);
}

const root = byId('pg');
root.addEventListener('input', ({ target }) => {
  const input = target as HTMLInputElement;
  if (input.type === 'range') (input.parentElement?.querySelector('output') as HTMLElement).textContent = input.value;
});
// Nothing but this script is loaded until someone means to play.
for (const event of ['pointerdown', 'focusin', 'dragenter']) {
  root.addEventListener(event, () => void app.attempt('Starting …', async () => undefined), { once: true });
}
