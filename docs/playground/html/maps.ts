import type { ATTENTION_METHODS } from '../../../src/attention/index.js';
import { canvasHtml, selectHtml, sliderHtml } from './controls.js';

/** What stands for each method. */
const WORDS: Readonly<Record<keyof typeof ATTENTION_METHODS, string>> = {
  spatialGate: "spatial gate (the network's own)",
  inputGradient: 'input gradient',
  gradientTimesInput: 'gradient times input',
  smoothGrad: 'SmoothGrad',
  integratedGradients: 'integrated gradients',
  gradCam: 'Grad-CAM',
  gradCamPlusPlus: 'Grad-CAM++',
  layerCam: 'Layer-CAM',
  scoreCam: 'Score-CAM',
  occlusion: 'occlusion by patches',
  rise: 'RISE (slow)',
};

/** Attention maps and clusters. */
export function mapsHtml(): string {
  const methods = Object.entries(WORDS) as [string, string][];
  // What works with any network comes first.
  const sorted = [
    ...methods.filter(([name]) => name === 'inputGradient'),
    ...methods.filter(([name]) => name !== 'inputGradient'),
  ];
  return `<section aria-labelledby="attention"><h2 id="attention">Attention</h2>
<p>Which pixels of what it is shown does the network's answer hang on? <a href="attention.html">The guide</a> says what each method means, and how far to trust it.</p>
<div class="grid">${selectHtml('pg-method', 'Method', sorted)}
${selectHtml('pg-target', 'Of the class', [['predicted', 'that the network says']])}
<div class="field"><label for="pg-layer">Layer, for methods that look at one</label><input type="text" id="pg-layer" placeholder="the usual one" autocomplete="off" spellcheck="false"></div></div>
<p class="row"><button type="button" id="pg-attend">Make the map</button><button type="button" id="pg-attend-stop" hidden>Stop</button>
<progress id="pg-attend-progress" max="1" value="0" aria-label="Part of the map that is done" hidden></progress></p>
<div id="pg-maps" hidden><div class="pictures">
${canvasHtml('pg-overlay', 'Attention over the face', 'over the face')}
${canvasHtml('pg-map', 'Attention map', 'alone: <span id="pg-legend" class="legend"></span>')}</div>
<p id="pg-map-facts" class="quiet" role="status"></p>
<p class="row"><button type="button" id="pg-save-overlay">Download attention.png</button><button type="button" id="pg-save-map">Download map.png</button></p></div></section>
<section aria-labelledby="clusters"><h2 id="clusters">Clusters</h2>
<p>The pixels of that map, grouped by place and attention; and what the network says without each group. <a href="clusters.html">How it works.</a></p>
<div class="grid">${sliderHtml({ id: 'pg-clusters', label: 'Clusters n', min: 1, max: 12, step: 1, value: 3 })}
${sliderHtml({ id: 'pg-alpha', label: 'Weight of attention α', min: 0, max: 4, step: 0.1, value: 1.2 })}
${sliderHtml({ id: 'pg-lambda', label: 'Weight of place λ', min: 0, max: 4, step: 0.1, value: 1.5 })}</div>
<p id="pg-no-clusters" class="quiet">Make an attention map first.</p>
<div id="pg-cluster-result" hidden><div class="pictures">${canvasHtml('pg-cluster-picture', 'Clusters over the face', 'over the face')}
<div id="pg-cluster-table"></div></div>
<p id="pg-cluster-note" class="quiet" hidden></p>
<p class="row"><button type="button" id="pg-save-clusters">Download clusters.png</button></p></div></section>`;
}
