"""What maskRegion does to a mouth, as a loop over OpenCV's functions, on one thread."""

from server import Task, numbers, serve

import cv2
import numpy as np

cv2.setNumThreads(1)

# Outlines are given to a sixteenth of a pixel; pixel centres are whole numbers there, and halves in ours.
SHIFT = 4


class MaskFaces(Task):
    """Each face: fill the outline, smoothed; soften its edge; blend with zero."""

    def __init__(self, given):
        self.work, side, self.sigma = given["count"], given["side"], given["sigma"]
        outlines = np.fromfile(given["path"], dtype=np.float32).reshape(self.work, -1, 2)
        self.outlines = np.round((outlines - 0.5) * 2**SHIFT).astype(np.int32)
        self.images = numbers(self.work, side, side)

    def run(self):
        self.result = np.empty_like(self.images)
        for image, outline, result in zip(self.images, self.outlines, self.result):
            mask = np.zeros(image.shape, dtype=np.uint8)
            cv2.fillPoly(mask, [outline], 255, lineType=cv2.LINE_AA, shift=SHIFT)
            mask = mask.astype(np.float32) / 255
            if self.sigma > 0:
                mask = cv2.GaussianBlur(mask, (0, 0), self.sigma, borderType=cv2.BORDER_CONSTANT)
            np.multiply(image, 1 - mask, out=result)

    def check(self):
        return [float(self.result.mean(dtype=np.float64))]


serve({"opencv": cv2.__version__}, {"maskRegion/1024-faces-48px-*": MaskFaces})
