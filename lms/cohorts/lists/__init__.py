"""Lists of members as people write them: read from files of any make, each mistake told by its line. No tables here."""
