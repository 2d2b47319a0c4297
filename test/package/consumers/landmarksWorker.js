import { openSource } from './landmarkFiles.js';

self.onmessage = async ({ data }) => {
  try {
    const source = await openSource();
    self.postMessage(await source.detect(data));
  } catch (error) {
    self.postMessage(String(error));
  }
};
