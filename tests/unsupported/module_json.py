# names: json
import json
