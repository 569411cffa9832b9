def square(x, dz):
    raise NotImplementedError("square: write square")
