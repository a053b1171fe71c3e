package io.crosstide.reconcile;

/** Something to be done at the target. Doing it twice is the same as doing it once. */
public sealed interface Change permits TopicChange, ConfigChange, AclChange {
  /** What is changed: a topic, or an ACL as text. */
  String subject();

  /** The reason, for whoever reads the plan. */
  String why();
}
