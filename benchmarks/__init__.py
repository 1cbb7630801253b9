"""What `./run bench` measures: pages, certificates, memory and weight, against bare yardsticks on the same server."""
