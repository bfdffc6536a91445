lambda if: a
