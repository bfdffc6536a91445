# A binary search tree.
class Tree:
    def __init__(self):
        self.root = None

    class Node:
        def __init__(self, key):
            self.key = key
            self.left = self.right = None

    def insert(self, key):
        if self.root is None:
            self.root = Tree.Node(key)
            return True
        node = self.root
        while True:
            if key == node.key:
                return False
            side = "left" if key < node.key else "right"
            child = getattr(node, side)
            if child is None:
                setattr(node, side, self.Node(key))
                return True
            node = child

    def inorder(self, node="root"):
        if node == "root":
            node = self.root
        if node:
            yield from self.inorder(node.left)
            yield node.key
            yield from self.inorder(node.right)

    def height(self):
        def measure(node):
            return 0 if node is None else 1 + max(measure(node.left), measure(node.right))
        return measure(self.root)

    def __contains__(self, key):
        node = self.root
        while node and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None


tree = Tree()
print([tree.insert(k) for k in (50, 30, 70, 20, 40, 60, 80, 30)])
print(list(tree.inorder()), tree.height(), 60 in tree, 65 in tree)
for key in range(81, 90):
    tree.insert(key)
print(tree.height(), len(list(tree.inorder())))
