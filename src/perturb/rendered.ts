import type { Tensor4D } from '@tensorflow/tfjs-core';

/** Images, and where they were changed. (A type, not an interface: only that fits what a tidy may return.) */
export type Rendered = { readonly images: Tensor4D; readonly mask: Tensor4D };
