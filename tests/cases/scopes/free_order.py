# Several free variables in one block: symbol tables list them in the order of a set of their names.
def outer(alpha, beta, gamma, delta, epsilon):
    zeta = eta = theta = 0

    def middle():
        def inner():
            return zeta, delta, alpha, theta

        def other():
            nonlocal eta
            eta += 1
            return [gamma + beta for _ in range(eta)], lambda: epsilon + theta
        return inner, other
    return middle()


inner, other = outer(1, 2, 3, 4, 5)
print(inner(), other()[0], other()[1]())
print(inner.__code__.co_freevars, other.__code__.co_freevars, other()[1].__code__.co_freevars)
