# Float arithmetic on attributes: planets.
class Planet:
    def __init__(self, position, velocity, mass):
        self.x, self.y, self.z = position
        self.vx, self.vy, self.vz = velocity
        self.mass = mass


def pairs(planets):
    return [(planets[i], planets[j]) for i in range(len(planets)) for j in range(i + 1, len(planets))]


def advance(planets, all_pairs, dt, steps):
    for _ in range(steps):
        for a, b in all_pairs:
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            magnitude = dt / (dx * dx + dy * dy + dz * dz) ** 1.5
            push = b.mass * magnitude
            a.vx -= dx * push
            a.vy -= dy * push
            a.vz -= dz * push
            push = a.mass * magnitude
            b.vx += dx * push
            b.vy += dy * push
            b.vz += dz * push
        for planet in planets:
            planet.x += dt * planet.vx
            planet.y += dt * planet.vy
            planet.z += dt * planet.vz


def energy(planets, all_pairs):
    total = 0.0
    for planet in planets:
        total += 0.5 * planet.mass * (planet.vx ** 2 + planet.vy ** 2 + planet.vz ** 2)
    for a, b in all_pairs:
        distance = ((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2) ** 0.5
        total -= a.mass * b.mass / distance
    return total


planets = [
    Planet((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), 40.0),
    Planet((5.0, -1.0, -0.1), (0.6, 2.8, -0.02), 0.04),
    Planet((8.3, 4.1, -0.4), (-1.0, 1.8, 0.008), 0.01),
    Planet((12.9, -15.1, -0.2), (1.1, 0.9, -0.01), 0.002),
    Planet((15.4, -25.9, 0.2), (1.0, 0.6, -0.03), 0.002),
]
all_pairs = pairs(planets)
print(f"{energy(planets, all_pairs):.9f}")
advance(planets, all_pairs, 0.01, 9000)
print(f"{energy(planets, all_pairs):.9f}")
