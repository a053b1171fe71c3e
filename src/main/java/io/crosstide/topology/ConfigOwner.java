package io.crosstide.topology;

/** Whose a topic config is at the target. */
public enum ConfigOwner {
  /** The source's: the target follows what is set there. */
  SOURCE,
  /** The source's for a topic that is created, the target's from then on. */
  AT_CREATION,
  /** The target's: left to whoever looks after it; a difference is shown. */
  TARGET,
  /** Nobody's business here: not even shown. */
  IGNORE
}
