"""The SQL of the project: a folder for each layer, one statement a file."""
