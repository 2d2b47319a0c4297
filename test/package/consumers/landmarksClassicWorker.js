import { openSource } from './landmarkFiles.js';

/** Bundled to a script that is no module. */
self.onmessage = async ({ data }) => {
  try {
    const source = await openSource();
    self.postMessage({ canImportScripts: canImportScripts(), faces: await source.detect(data) });
  } catch (error) {
    self.postMessage(String(error));
  }
};

/** What only classic workers can do. */
function canImportScripts() {
  try {
    self.importScripts();
    return true;
  } catch {
    return false;
  }
}
