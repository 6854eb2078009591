"""Rule packs, form wording, units and deadlines: versioned data read into domain objects."""
