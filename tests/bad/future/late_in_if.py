if a:
    from __future__ import division
