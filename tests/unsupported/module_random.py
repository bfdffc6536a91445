# names: random
import random
