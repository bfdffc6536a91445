...: int = x
