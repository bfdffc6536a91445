from __future__ import nothing as x
