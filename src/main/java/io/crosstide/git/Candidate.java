package io.crosstide.git;

/** What a source has to offer at present: a revision, or one that can't be accepted. */
public sealed interface Candidate permits Revision, Candidate.Refusal {
  /** The commit, or a digest of the content. */
  String id();

  /**
   * A revision that is there and can't be accepted, whatever may be in it.
   *
   * @param reason in words for an operator
   */
  record Refusal(String id, String reason) implements Candidate {}
}
