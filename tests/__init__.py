"""The tests: they mirror the source. Beside them builders, named fakes and the world of one server and its laptops."""
