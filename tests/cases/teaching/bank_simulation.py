# A queue of customers served by two clerks; no randomness but a small generator.
def lcg(seed):
    while True:
        seed = (seed * 1103515245 + 12345) % 2 ** 31
        yield seed // 65536


class Clerk:
    def __init__(self, name):
        self.name = name
        self.free_at = 0
        self.served = 0

    def serve(self, arrival, work):
        start = max(arrival, self.free_at)
        self.free_at = start + work
        self.served += 1
        return start - arrival


random = lcg(42)
clerks = [Clerk("Ann"), Clerk("Bob")]
clock, waits = 0, []
for customer in range(12):
    clock += next(random) % 4
    clerk = min(clerks, key=lambda c: c.free_at)
    wait = clerk.serve(clock, 2 + next(random) % 5)
    waits.append(wait)
    print(f"t={clock:>2} customer {customer:>2} to {clerk.name}, waits {wait}")
print(f"mean wait {sum(waits) / len(waits):.2f}, longest {max(waits)}, " + ", ".join(f"{c.name} {c.served}" for c in clerks))
