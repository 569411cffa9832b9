"""Has a traceback quote a line of the secret.

row: files
stopped_at: 2
shows: told
"""

def gate_mul_backward(x, y, dz):
    exec(compile("1 / 0", "@SECRET@", "exec"))
