package io.crosstide.topology;

/** Which of a flow's two clusters. */
public enum Side {
  SOURCE,
  TARGET
}
