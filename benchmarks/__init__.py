"""What `./run bench` measures: pages, hand-ins, certificates and weights, against bare yardsticks on the same server."""
