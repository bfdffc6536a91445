from __future__ import division, nothing, annotations
