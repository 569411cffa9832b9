"""What `grade new` starts a problem with: a small whole one, whose comments say what each part is for."""

NAME = "new-gate"
"""Its id, in whose place the new one is put."""

COURSE = """\
title: {en: My course, zh: 我的课程}
seed: public  # the cases are drawn from it: another seed gives other numbers
modules:
  {module}:
    title: {en: {module}, zh: {module}}
    problems: [{id}]  # in learning order
"""

PROBLEM = r"""# yaml-language-server: $schema=../problem.schema.json
# A whole problem to start from: a gate that multiplies. Change it step by step, and prove it: grade validate new-gate
title: {en: "The gate new-gate", zh: 门 new-gate}
kind: code
points: 5
packages: [numpy]  # what the answer may import; [numpy, torch] for a problem in torch
lecture: {en: "Where it was taught, for example week 1", zh: 出处，例如第一周}
layout: elementwise  # or row (one sample a row), or column
reduction: none  # of a loss: sum, mean_rows, mean_all, half_sum

# Say names, shapes, layout and averaging exactly: what the statement leaves open, no answer can get wrong.
statement:
  en: |
    A gate computes $z = x \odot y$, entry by entry, somewhere inside a larger graph that ends in a loss $L$. It is
    handed the upstream gradient $dz = \frac{\partial L}{\partial z}$.

    Write `new_gate_backward(x, y, dz)`, which returns the pair `(dx, dy)`: $\frac{\partial L}{\partial x}$ and
    $\frac{\partial L}{\partial y}$.

    * `x`, `y`, `dz`, `dx` and `dy` are arrays of the same shape $(N, M)$.
    * Leave `x`, `y` and `dz` as they are.
  zh: |
    一个门逐元素计算 $z = x \odot y$。它是一张更大的计算图中的一个节点，整张图最终得到损失 $L$。
    反向传播时，它拿到上游梯度 $dz = \frac{\partial L}{\partial z}$。

    请编写 `new_gate_backward(x, y, dz)`，返回二元组 `(dx, dy)`，即 $\frac{\partial L}{\partial x}$ 和
    $\frac{\partial L}{\partial y}$。

    * `x`、`y`、`dz`、`dx`、`dy` 是形状同为 $(N, M)$ 的数组。
    * 不要改动 `x`、`y` 和 `dz`。

# One more each time a student asks for it: what to look at, the formula, the line. After a right answer: why it works.
hints:
  - en: What decides how fast $z$ grows with $x$ while $y$ stays as it is?
    zh: $y$ 不变时，$z$ 随 $x$ 增长的快慢由什么决定？
  - en: |
      The local gradient of each factor is the other one: $\frac{\partial L}{\partial x} = dz \odot y$.
    zh: |
      每个因子的局部梯度就是另一个因子：$\frac{\partial L}{\partial x} = dz \odot y$。
  - {en: "`return dz * y, dz * x`", zh: "`return dz * y, dz * x`"}
after:
  en: Each factor gets the upstream gradient times the other factor. Try a gate with three factors.
  zh: 每个因子得到的都是另一个因子乘上游梯度。可以再试试三个因子的门。

# Run beside the student's file, and beside the reference: it assigns every answer.
call: |
  dx, dy = new_gate_backward(x, y, dz)

# The forward pass in torch. Autograd proves the reference with it; a reference without new_gate_backward needs no more.
forward: |
  z = x * y

# Drawn anew for each case, from the seed of the course. Sizes differ from one another, so that a transpose shows.
inputs:
  N: {size: [2, 6]}
  M: {size: [2, 6]}
  x: {normal: [N, M]}
  y: {normal: [N, M]}
  dz: {normal: [N, M]}  # never ones: they would hide that it was left out

# In backward order. The scale says how large the numbers are that an answer is added up from; slope_of, along and with
# of what it is the slope; worked how it is multiplied out, which is shown to a student on the smallest wrong input.
answers:
  dx:
    weight: 1
    scale: "np.abs(dz).max() * np.abs(y).max()"
    slope_of: z
    along: x
    with: dz
    worked: {upstream: dz, local: y}
  dy:
    weight: 1
    scale: "np.abs(dz).max() * np.abs(x).max()"
    slope_of: z
    along: y
    with: dz
    worked: {upstream: dz, local: x}

cases:
  # One to calculate by hand: students see it, and it counts no points.
  - {name: by hand, visible: true, x: [[1, -2], [0, 4]], y: [[3, 5], [-1, 2]], dz: [[2, -3], [6, -5]]}
  # An answer that fails a generic case has no points.
  - {name: generic, repeat: 4}
  - {name: square, N: 3, M: 3, sizes: free}
  # All edge cases together take at most a fifth.
  - {name: one entry, N: 1, M: 1, sizes: free, edge: true}
  - {name: zeros, x: [[0, 2], [-1, 0]], y: [[3, 0], [0, 0]], dz: [[1, -2], [4, 5]], edge: true}

# Other right ways to write it. They must agree with the reference ten times as well as students are asked to.
also_right:
  - {dx: "np.einsum('nm,nm->nm', y, dz)", dy: "np.einsum('nm,nm->nm', x, dz)"}
  - {dx: "-(-dz) * y", dy: "x * dz"}

# Mistakes that students make: each must be caught by a case, and is told to the student by its name.
# `grade explain` lists the names; the expressions may use inputs, right answers and the reference's functions.
bugs:
  - {is: operands-swapped, dx: dy, dy: dx}
  - {is: upstream-ignored, dx: y, dy: x}
  - {is: local-derivative-ignored, dx: dz, dy: dz}
  - is: extra-factor
    dx: dz * x * y
    dy: dz * x * y
    hint:
      en: "dz meets only the other one of x and y: each factor is the local gradient of the other."
      zh: dz 只与 x、y 中的另一个相乘：每个因子都是对方的局部梯度。
  - {is: sign, dx: -dx, dy: -dy}
"""

REFERENCE = '''\
"""new-gate: the right answer, which students never see."""


def new_gate_backward(x, y, dz):
    """Return (dx, dy) for z = x * y: each input gets the upstream gradient times the other input."""
    return dz * y, dz * x
'''

TEMPLATE = '''\
"""new-gate: the gradients of z = x * y."""

import numpy as np


def new_gate_backward(x, y, dz):
    """Return (dx, dy), the gradients of the loss L with respect to x and y.

    x, y: arrays of the same shape; dz: the upstream gradient, the gradient of L with respect to z, same shape
    """
    raise NotImplementedError("new-gate: write new_gate_backward")
'''
