"""scikit-learn's KMeans (Lloyd) on one thread, on the points of equation 1 and from the same first centroids as ours."""

from server import Task, serve

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from threadpoolctl import threadpool_limits

threadpool_limits(1)


class Clusters(Task):
    """The points are made beforehand; ours makes them in the measured time, and draws the first centroids."""

    def __init__(self, given):
        side = given["side"]
        self.work = side * side
        attention = np.fromfile(given["path"], dtype=np.float64)
        attention = (attention - attention.min()) / (attention.max() - attention.min())
        row, column = np.divmod(np.arange(side * side), side)
        place = given["lambda"] / (side - 1)
        self.points = np.stack([row * place, column * place, attention * given["alpha"]], axis=1)
        self.starts = np.array(given["starts"])

    def run(self):
        starts = self.starts
        self.result = KMeans(len(starts), init=starts, n_init=1, algorithm="lloyd", max_iter=300, tol=0).fit(self.points)

    def check(self):
        sizes = np.bincount(self.result.labels_)
        return [float(self.result.inertia_), *sorted(int(size) for size in sizes)]


serve({"scikit-learn": sklearn.__version__}, {"clusters/*": Clusters})
