a.'b'
