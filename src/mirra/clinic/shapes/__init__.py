"""Every body the HTTP interface takes or gives, one file per subject; TypeScript types are generated from here."""
