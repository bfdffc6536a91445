# names: os
import os
