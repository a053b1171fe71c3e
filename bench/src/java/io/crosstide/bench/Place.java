package io.crosstide.bench;

/** A topic where it lies. */
record Place(String bootstrap, String topic) {}
