import { meanShape } from '../../../src/landmarks/index.js';
import { EMOTIONS } from '../../../src/data/index.js';
import { DRAWN_SIDE, FIRST } from '../first.js';
import { selectHtml } from './controls.js';

/** Which backend computes, and whether the page is at work. */
export function backendHtml(): string {
  return `<div class="bar"><div class="field"><label for="pg-backend">Computes with</label>
<select id="pg-backend"><option value="wasm">wasm</option></select></div>
<p id="pg-backend-facts" class="quiet">starts at your first click</p>
<p id="pg-status" class="quiet" role="status"></p></div>`;
}

/** The picture, what it becomes, and what the network says of both. */
export function stageHtml(): string {
  return `<section class="stage" aria-label="Picture and result">
<figure><div class="frames">${first('face', 'A drawn face that smiles')}
<canvas id="pg-picture" role="img" aria-label="The picture" width="${DRAWN_SIDE}" height="${DRAWN_SIDE}" hidden></canvas>
${frame('pg-face', 'frame-box', 'Frame of the face', meanFace())}
${frame('pg-rectangle', 'frame-box own', 'Your rectangle', '')}
</div><figcaption>The picture</figcaption></figure>
<figure><div class="frames">${first('hidden', 'The same face with a blur for a mouth')}
<canvas id="pg-hidden" role="img" aria-label="The picture with the chosen parts hidden" width="${DRAWN_SIDE}" height="${DRAWN_SIDE}" hidden></canvas></div>
<figcaption id="pg-hidden-caption">Without: mouth</figcaption></figure>
</section>
<p id="pg-cut-row" hidden><button type="button" id="pg-cut">Cut this face out, larger</button></p>
<p id="pg-frame-help" class="quiet" hidden>Drag a frame to move it, its corner to change its size. With the keyboard: arrow keys move it, and with Shift they change its size.</p>
<p id="pg-note" class="quiet" hidden></p>
<section aria-labelledby="pg-answer-title" class="answer"><h2 id="pg-answer-title" class="small">What the network says</h2>
<div id="pg-answer"><p class="quiet" id="pg-no-answer">Nothing yet: it starts at your first click.</p></div>
<p class="row"><button type="button" id="pg-start">Start</button></p></section>`;
}

function first(name: string, words: string): string {
  return `<img src="assets/playground/${name}.png" alt="${words}" width="${DRAWN_SIDE}" height="${DRAWN_SIDE}">`;
}

/** The points of the mean shape, to be laid on those of the face. */
function meanFace(): string {
  const { points } = meanShape({ width: 100, height: 100 });
  const dots = points.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`);
  const path = (className: string) => `<path class="${className}" d="${dots.join('')}"/>`;
  return `<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${path('under')}${path('')}</svg>`;
}

function frame(id: string, className: string, label: string, content: string): string {
  return `<div id="${id}" class="${className}" tabindex="0" role="group" aria-roledescription="movable frame" aria-describedby="pg-frame-help" aria-label="${label}" hidden>${content}<span></span></div>`;
}

/** Where a picture comes from. */
export function sourcesHtml(): string {
  const { emotion, seed } = FIRST.picture;
  const emotions = [emotion, ...EMOTIONS.filter((each) => each !== emotion)];
  const faces = selectHtml(
    'pg-emotion',
    'A drawn face that looks',
    emotions.map((each) => [each, each]),
  );
  return `<section aria-labelledby="a-picture"><h2 id="a-picture">A picture</h2>
<p class="promise"><strong>Nothing leaves this page.</strong> Your picture is opened, changed and looked at in this browser, in memory; it is not sent or stored anywhere, and it is gone when you close the page. Have the consent of whoever is on it.</p>
<div class="sources">
<div class="row">${faces}<button type="button" id="pg-another" data-seed="${seed}">Another face</button></div>
<div class="row"><label for="pg-file" class="file-label">Your picture</label><input type="file" id="pg-file" accept="image/*">
<span class="quiet">or drop it anywhere here</span></div>
<div class="row"><button type="button" id="pg-camera">Use the camera …</button></div>
</div>
<div id="pg-camera-panel" class="notice" hidden>
<p id="pg-camera-words">Your browser will ask you first. The camera's pictures stay in this page, and it is off again as soon as you take one or stop.</p>
<video id="pg-video" muted playsinline hidden aria-label="What the camera sees"></video>
<p class="row"><button type="button" id="pg-camera-start">Ask for the camera</button>
<button type="button" id="pg-camera-take" hidden>Take this picture</button>
<button type="button" id="pg-camera-stop">Stop</button></p></div>
<p id="pg-landmark-words" class="quiet">A drawn face knows its landmarks. In a photo they are assumed: an average face that looks straight ahead is laid into the frame that you put around the face, from the brows to the chin.</p>
<details><summary>Have the landmarks found</summary>
<p>MediaPipe's FaceLandmarker finds them. Its program (11 MB, Apache licence 2.0) comes with this page and is loaded when you pick its model, <code>face_landmarker.task</code>, which does not: this page asks no other host for anything, so <a href="landmarks.html">get it</a> yourself. Pictures stay in the page.</p>
<div class="row"><label for="pg-detector" class="file-label">Model</label><input type="file" id="pg-detector" accept=".task"> <span id="pg-detector-facts" class="quiet" role="status"></span></div></details>
</section>`;
}
