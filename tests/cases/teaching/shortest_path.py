# Breadth-first search and Dijkstra without a heap.
graph = {
    "A": {"B": 7, "C": 3},
    "B": {"D": 2, "E": 4},
    "C": {"B": 1, "D": 8},
    "D": {"E": 1},
    "E": {},
}


def bfs(start, goal):
    queue, seen = [[start]], {start}
    while queue:
        path = queue.pop(0)
        if path[-1] == goal:
            return path
        for node in sorted(graph[path[-1]]):
            if node not in seen:
                seen.add(node)
                queue.append(path + [node])


def dijkstra(start):
    distance = {node: float("inf") for node in graph}
    distance[start] = 0
    previous, done = {}, set()
    while len(done) < len(graph):
        node = min((n for n in graph if n not in done), key=lambda n: (distance[n], n))
        done.add(node)
        for other, cost in graph[node].items():
            if distance[node] + cost < distance[other]:
                distance[other] = distance[node] + cost
                previous[other] = node
    return distance, previous


distance, previous = dijkstra("A")
print(bfs("A", "E"), distance, previous)
path = ["E"]
while path[-1] != "A":
    path.append(previous[path[-1]])
print(" -> ".join(reversed(path)), bfs("E", "A"))
