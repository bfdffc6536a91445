"""PEP 401: the operator that a friendly language uncle prefers."""
from __future__ import barry_as_FLUFL

print(1 <> 2, 1 <> 1, not 3 <> 3)
print(f"{1 <> 2} {'!=' <> '<>'}")
pairs = [(left, right) for left in range(3) for right in range(3) if left <> right]
print(pairs)
