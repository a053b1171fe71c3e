package io.crosstide.git;

/** Somewhere a topology can be read, again and again. One thread at a time. */
public interface TopologySource {
  /**
   * What is there now. Bounded in time and size.
   *
   * @throws UnreadableTopologyException when it can't be read at present; says why, in words for an
   *     operator and without a secret
   */
  Candidate newest() throws UnreadableTopologyException;

  /** How the source is written on the command line, without secrets. */
  String location();
}
