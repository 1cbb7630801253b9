"""Paper: sheets of HTML go in, PDFs of one page come out. It knows nothing of what is printed."""
