"""What this installation signs: the keys, the credential's proofs, the signature in a certificate's PDF."""
