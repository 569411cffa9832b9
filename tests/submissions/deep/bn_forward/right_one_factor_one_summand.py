def batchnorm_forward(x, gamma, beta, eps=1e-5):
    factor = gamma / (x.var(axis=0) + eps) ** 0.5
    summand = beta - factor * x.mean(axis=0)
    return factor * x + summand, None
