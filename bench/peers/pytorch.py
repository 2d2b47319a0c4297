"""PyTorch on one thread: training steps of the three networks, and convolutions with their gradients."""

from server import Task, numbers, serve

import numpy as np
import torch
from torch import nn

torch.set_num_threads(1)
torch.set_num_interop_threads(1)


def block(channels, width, dropout=0.0):
    steps = [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)]
    return steps + ([nn.Dropout(dropout)] if dropout else [])


class Rows(nn.Module):
    """Features in rows, in the order of [height, width, channels]: the order of our weights."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def stages(groups, dropout=0.0):
    steps, channels = [], 1
    for group in groups:
        for width in group:
            steps += block(channels, width, dropout)
            channels = width
        steps.append(nn.MaxPool2d(2))
    return steps + [Rows()]


def dense(inputs, units):
    return [nn.Linear(inputs, units, bias=False), nn.BatchNorm1d(units), nn.ReLU(inplace=True)]


VGG16 = [[64, 64], [128, 128], [256] * 3, [512] * 3, [512] * 3]
NETWORKS = {
    "slim": lambda: nn.Sequential(*stages([[16], [32], [64], [128]]), nn.Linear(512, 7)),
    "wide": lambda: nn.Sequential(
        *stages([[32] * 2, [64] * 2, [128] * 2]), nn.Linear(4608, 128), nn.ReLU(inplace=True), nn.Linear(128, 7)
    ),
    "vgg16": lambda: nn.Sequential(*stages(VGG16, 0.4), *dense(512, 4096), *dense(4096, 4096), nn.Linear(4096, 7)),
}


def take_weights(network, path):
    """Our weights, in the order of the layers: filters [h,w,in,out], dense kernels [in,out]."""
    values, at = torch.from_numpy(np.fromfile(path, dtype=np.float32)), 0
    with torch.no_grad():
        for weight in network.parameters():
            part = values[at : at + weight.numel()]
            at += weight.numel()
            if weight.dim() == 4:
                out, channels, height, width = weight.shape
                part = part.reshape(height, width, channels, out).permute(3, 2, 0, 1)
            elif weight.dim() == 2:
                part = part.reshape(weight.shape[1], weight.shape[0]).T
            weight.copy_(part)


class Step(Task):
    """One update on the same batch: softmax cross-entropy, SGD with Nesterov's momentum and weight decay."""

    def __init__(self, given):
        batch, size = given["batch"], given["size"]
        self.work = batch
        self.network = NETWORKS[given["network"]]()
        if "weights" in given:
            take_weights(self.network, given["weights"])
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=0.01, momentum=0.9, nesterov=True, weight_decay=1e-4
        )
        self.images = torch.from_numpy(numbers(batch, 1, size, size))
        self.labels = torch.arange(batch) % 7
        self.random = any(isinstance(layer, nn.Dropout) for layer in self.network)
        self.losses = []

    def run(self):
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.network(self.images)
        loss = nn.functional.cross_entropy(logits, self.labels)
        loss.backward()
        self.optimizer.step()
        # Ours reads the loss and counts the hits at each step as well.
        self.losses.append(loss.item())
        self.correct = (logits.argmax(1) == self.labels).sum().item()

    def check(self):
        weights = sum(weight.numel() for weight in self.network.parameters())
        return [weights] + ([] if self.random else self.losses[:3])


class Convolution(Task):
    """One of a convolution's three products, in PyTorch's own layout [batch, channels, height, width]."""

    def __init__(self, given):
        batch, side, out, kernel = (given[name] for name in ("batch", "side", "out", "kernel"))
        channels, filters = given["channels"], given["filters"]
        self.work = 2 * batch * out * out * filters * kernel * kernel * channels / 1e9
        centred = lambda *shape: torch.from_numpy(numbers(*shape) - np.float32(0.5))
        x = centred(batch, side, side, channels).permute(0, 3, 1, 2).contiguous()
        weight = centred(kernel, kernel, channels, filters).permute(3, 2, 0, 1).contiguous()
        dy = centred(batch, out, out, filters).permute(0, 3, 1, 2).contiguous()
        how = {"stride": given["stride"], "padding": given["pad"]}
        self.compute = {
            "forward": lambda: nn.functional.conv2d(x, weight, **how),
            "inputGradient": lambda: torch.nn.grad.conv2d_input(x.shape, weight, dy, **how),
            "filterGradient": lambda: torch.nn.grad.conv2d_weight(x, weight.shape, dy, **how),
        }[given["work"]]

    def run(self):
        with torch.no_grad():
            self.compute()

    def check(self):
        return [self.compute().abs().double().mean().item()]


serve({"torch": torch.__version__}, {"step/*": Step, "convolution/*": Convolution})
